import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** When a process began, in whatever words the system has; undefined where it does not tell. */
export function processStart(pid: number): string | undefined {
  try {
    // Field 22 of proc(5) stat; the name before it may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return process.platform === 'linux' || process.platform === 'win32' ? undefined : askPs(pid)
  }
}

function askPs(pid: number): string | undefined {
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { LC_ALL: 'C' } }).trim() || undefined
    )
  } catch {
    return undefined
  }
}
