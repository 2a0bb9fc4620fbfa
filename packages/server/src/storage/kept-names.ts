import { sql } from 'kysely'
import type { Tx } from './database.ts'

const keptNames = (districtId: string) => sql`hashtextextended(${`kept-names ${districtId}`}, 0)`

/**
 * Nobody is erased meanwhile, by somebody who does not see yet what is written: to be called before a name is read, or taken from a command, that
 * is kept in somebody else's record. Who keeps one keeps nobody else from it.
 */
export async function keepNames(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${keptNames(districtId)})`.execute(tx)
}

/** Whoever keeps a name has written it, or reads it once it is gone: to be called before names are looked for. */
export async function lockKeptNames(tx: Tx, districtId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${keptNames(districtId)})`.execute(tx)
}
