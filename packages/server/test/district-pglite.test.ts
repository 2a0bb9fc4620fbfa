import { describe } from 'node:test'
import { openDatabase } from '../src/storage/database.ts'
import { describeDistrict } from './district-suites.ts'
import { openEmbedded } from './embedded.ts'
import { openDistrict } from './harness.ts'
import { keptActivities } from './suites/kept-activities.ts'

describe('on PGlite', () => {
  describeDistrict(async (options) => openDistrict(await openEmbedded(), options))
  keptActivities('keptActivities', () => openDatabase())
})
