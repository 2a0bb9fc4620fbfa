import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

// The embedded database is compiled once, not twice: these processes live for a second.
const NODE = ['--liftoff-only', CLI]

export interface Ended {
  code: number | null
  out: string
  err: string
}

export interface RunOptions {
  /** On standard input. */
  input?: string
  env?: Record<string, string>
}

export interface Served {
  url: string
  pid: number
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

export interface CommandLine {
  /** Where the commands run. */
  folder: string
  start(args: string[], options?: RunOptions): { child: ChildProcess; end: Promise<Ended> }
  run(...args: string[]): Promise<Ended>
  runWith(options: RunOptions, ...args: string[]): Promise<Ended>
  /** `wangge serve` on a free port. @throws what it said where it ended before it was ready */
  serve(dataDir: string): Promise<Served>
  /** Ends whatever a failed case left running. */
  killAll(): Promise<void>
  remove(): Promise<void>
}

/** Runs `wangge` as processes of its own, in an empty folder. */
export async function openCommandLine(): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), 'wangge-cli-'))
  const { DATABASE_URL: _, WANGGE_SECRETS_FILE: __, ...own } = process.env
  const living = new Map<ChildProcess, Promise<Ended>>()

  const start: CommandLine['start'] = (args, { input, env } = {}) => {
    const child = spawn(process.execPath, [...NODE, ...args], { env: { ...own, ...env }, cwd: folder })
    const end = ended(child)
    living.set(child, end)
    void end.then(() => living.delete(child))
    if (input !== undefined) child.stdin.end(input)
    return { child, end }
  }
  const runWith: CommandLine['runWith'] = (options, ...args) => start(args, options).end

  return {
    folder,
    start,
    runWith,
    run: (...args) => runWith({}, ...args),
    async serve(dataDir) {
      const { child, end } = start(['serve', '--port', '0', '--data', dataDir])
      const address = new Promise<string>((resolve) =>
        child.stdout!.once('data', (chunk) => resolve(/http:\S+/.exec(String(chunk))?.[0] ?? String(chunk))),
      )
      const early = end.then(({ code, err }) => {
        throw new Error(`The server ended with ${code} before it was ready: ${err}`)
      })
      const url = await Promise.race([address, early])
      // From here on its end is awaited by whoever stops it.
      early.catch(() => {})
      return {
        url,
        pid: child.pid!,
        stop(signal = 'SIGTERM') {
          child.kill(signal)
          return end
        },
      }
    },
    async killAll() {
      for (const child of living.keys()) child.kill('SIGKILL')
      await Promise.all(living.values())
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const ended = (child: ChildProcess) =>
  new Promise<Ended>((resolve) => {
    let out = ''
    let err = ''
    child.stdout!.on('data', (chunk) => (out += chunk))
    child.stderr!.on('data', (chunk) => (err += chunk))
    child.on('close', (code) => resolve({ code, out, err }))
  })
