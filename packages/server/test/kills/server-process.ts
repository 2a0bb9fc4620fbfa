import { execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

/** Where a lane keeps its data: the embedded database's directory, or a PostgreSQL. */
export interface Place {
  dataDir: string
  databaseUrl?: string
}

// Starts are what the test spends its time on: the embedded database is compiled once, not twice.
const NODE = ['--liftoff-only', CLI]

const envOf = ({ databaseUrl }: Place) => {
  const { DATABASE_URL: _, ...env } = process.env
  return databaseUrl === undefined ? env : { ...env, DATABASE_URL: databaseUrl }
}

/** The command runs to its end, or until `signal` ends it. */
export async function wangge(place: Place, signal: AbortSignal, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE, ...args, '--data', place.dataDir], {
    env: envOf(place),
    signal,
    killSignal: 'SIGKILL',
  })
  return stdout
}

export interface ServerProcess {
  url: string
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
}

/** `wangge serve` as a real process, ready for requests; `signal` ends it as `kill` does. */
export async function startServer(place: Place, signal: AbortSignal): Promise<ServerProcess> {
  signal.throwIfAborted()
  // One address that reports without end would be asked whether it is a person.
  const args = ['serve', '--port', '0', '--proof', 'never', '--data', place.dataDir]
  const child = spawn(process.execPath, [...NODE, ...args], { env: envOf(place) })
  const end = () => child.kill('SIGKILL')
  signal.addEventListener('abort', end)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void gone.then(() => signal.removeEventListener('abort', end))
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /at (http:\/\/\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void gone.then(() => reject(new Error(`The server ended before it was ready: ${said}`)))
  })
  return {
    url,
    async kill() {
      end()
      await gone
    },
  }
}
