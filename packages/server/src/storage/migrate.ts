import { Migrator } from 'kysely/migration'
import type { Migration } from 'kysely/migration'
import type { Database } from './database.ts'
import * as firstTables from './migrations/0001-first-tables.ts'

const MIGRATIONS: Record<string, Migration> = { '0001-first-tables': firstTables }

/**
 * Brings the tables to what this version expects. Several processes may call it at once: an advisory lock lets one work
 * and the others find nothing left to do.
 */
export async function migrate({ db }: Pick<Database, 'db'>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
