import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import { listenForCommits } from './listen-for-commits.ts'
import type { CommitListener } from './listen-for-commits.ts'
import { PARSERS } from './parsers.ts'
import type { Tables } from './tables.ts'

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => PARSERS[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig

export async function openPostgres(connectionString: string, { signal, onError }: CommitListener): Promise<Database> {
  const pool = new pg.Pool({ connectionString, types, max: 10, connectionTimeoutMillis: 10_000 })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', onError)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const stopListening = listenForCommits(connectionString, { signal, onError })
  const close = async () => {
    await stopListening()
    await db.destroy()
    if (!pool.ended) await pool.end()
  }
  return { kind: 'postgres', db, signal, close }
}
