import { openDatabase } from '../storage/database.ts'
import type { Database } from '../storage/database.ts'
import { migrate } from '../storage/migrate.ts'
import { lockDataDir } from './data-lock.ts'
import type { Holder } from './data-lock.ts'

export type DatabaseUse<T> = { ok: true; result: T } | { ok: false; holder: Holder }

/** Opens the database (DATABASE_URL, or the directory with its lock), brings its tables up to date, and closes it after use. */
export async function withDatabase<T>(dataDir: string, use: (database: Database) => Promise<T>): Promise<DatabaseUse<T>> {
  const databaseUrl = process.env.DATABASE_URL
  if (databaseUrl) return { ok: true, result: await opened({ databaseUrl }, use) }
  const locked = lockDataDir(dataDir)
  if (!locked.ok) return locked
  try {
    return { ok: true, result: await opened({ dataDir }, use) }
  } finally {
    locked.lock.release()
  }
}

async function opened<T>(where: Parameters<typeof openDatabase>[0], use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(where)
  try {
    await migrate(database)
    return await use(database)
  } finally {
    await database.close()
  }
}

export const heldBy = (dataDir: string, { pid, url }: Holder): string =>
  `The data directory ${dataDir} is held by process ${pid}${url ? `, which serves ${url}` : ''}`
