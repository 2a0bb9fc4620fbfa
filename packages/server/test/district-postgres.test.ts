import { after, before, describe } from 'node:test'
import { openDatabase } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'
import { describeDistrict } from './district-suites.ts'
import { openDistrict } from './harness.ts'
import { startPostgres } from './postgres.ts'
import type { TestPostgres } from './postgres.ts'
import { callOffRace } from './suites/call-off-race.ts'
import { commitOrder } from './suites/commit-order.ts'
import { forgottenNamesRace } from './suites/forgotten-names-race.ts'
import { keptActivities } from './suites/kept-activities.ts'
import { limitsOfProcesses } from './suites/limits-of-processes.ts'
import { migrations } from './suites/migrations.ts'
import { peopleRace } from './suites/people-race.ts'

describe('on PostgreSQL', () => {
  let postgres: TestPostgres
  let made = 0
  before(async () => {
    postgres = await startPostgres()
    const template = await openDatabase({ databaseUrl: await postgres.createDatabase(TABLES) })
    await migrate(template)
    await template.close()
  })
  after(() => postgres.stop())
  const newDatabase = (template?: string) => postgres.createDatabase(`district_${made++}`, template)
  const newEmpty = () => newDatabase()
  describeDistrict(async (options) => openDistrict(await openDatabase({ databaseUrl: await newDatabase(TABLES) }), options))
  commitOrder('commitOrder', newEmpty)
  callOffRace('callOffRace', newEmpty)
  peopleRace('peopleRace', newEmpty)
  forgottenNamesRace('forgottenNamesRace', newEmpty)
  limitsOfProcesses('limitsOfProcesses', newEmpty)
  migrations('migrations', newEmpty)
  keptActivities('keptActivities', async () => openDatabase({ databaseUrl: await newEmpty() }))
})

/** A database with every table and nothing in it, to copy. */
const TABLES = 'tables'
