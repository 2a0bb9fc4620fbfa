import { spawn } from 'node:child_process'
import { BROWSER_FLAGS } from '../../../scripts/browser.mjs'

/** A browser on a profile, at an address; it is killed with all its processes, at once. */
export function startBrowser(profile: string, url: string): { kill(): Promise<void> } {
  const path = process.env.CHROME_PATH ?? '/usr/bin/chromium'
  const flags = [...BROWSER_FLAGS, '--headless=new', '--no-default-browser-check', `--user-data-dir=${profile}`]
  const child = spawn(path, [...flags, url], { detached: true, stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    async kill() {
      try {
        // The group is the browser's own: what it started is in it.
        process.kill(-child.pid!, 'SIGKILL')
      } catch (error) {
        if ((error as { code?: string }).code !== 'ESRCH') throw error
      }
      await ended
    },
  }
}
