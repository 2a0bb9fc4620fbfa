import { createApp } from '../app.ts'
import type { FailedRequest } from '../app.ts'
import { listen } from '../listen.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrate.ts'
import { DATA_OPTIONS, readArguments, wholeNumber } from './arguments.ts'
import { lockDataDir } from './data-lock.ts'
import { oidcOptions } from './oidc-options.ts'
import { openKeyring } from './open-keyring.ts'
import { UsageError } from './usage-error.ts'
import { heldBy } from './with-database.ts'

/** `wangge serve [--port 4310] [--host 127.0.0.1] [--data .wangge/data]` */
export async function serve(args: string[]): Promise<void> {
  const values = readArguments(args, {
    ...DATA_OPTIONS,
    port: { type: 'string', default: '4310' },
    host: { type: 'string', default: '127.0.0.1' },
  })
  const { data, district, host } = values
  const port = wholeNumber('--port', values.port, 0, 65_535)
  const databaseUrl = process.env.DATABASE_URL
  const locked = databaseUrl ? undefined : lockDataDir(data)
  if (locked && !locked.ok) throw new UsageError(heldBy(data, locked.holder))
  const lock = locked?.lock
  try {
    const database = await openDatabase(databaseUrl ? { databaseUrl, onError: tellOfDatabase } : { dataDir: data })
    try {
      await migrate(database)
      const keyring = await openKeyring(data)
      const publicUrl = process.env.WANGGE_PUBLIC_URL || undefined
      const oidc = await oidcOptions(process.env)
      const adminSecret = lock?.holder.secret
      const app = createApp({ database, keyring, districtId: district, adminSecret, publicUrl, oidc, onError: tell })
      const { url, close } = await listen(app, { port, host }).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'EADDRINUSE' ? new UsageError(`Port ${port} of ${host} is taken; name another with --port`) : error
      })
      lock?.announce(reachable(url))
      console.log(`Wangge serves district ${district} at ${reachable(url)}`)
      void app.warm()
      await stopRequest()
      app.close()
      await close()
    } finally {
      await database.close()
    }
  } finally {
    lock?.release()
  }
}

/** Whoever listens everywhere is asked here. */
const reachable = (url: string): string => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')

/** PostgreSQL's own messages hold no values; its `detail` does, and is left out. */
function tell(error: unknown, { id, method, route }: FailedRequest): void {
  const stack = error instanceof Error ? error.stack : String(error)
  console.error(`${id} ${method} ${route} failed: ${stack}`)
}

const tellOfDatabase = (error: unknown): void =>
  console.error(`A connection to the database broke: ${error instanceof Error ? error.message : String(error)}`)

const stopRequest = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
