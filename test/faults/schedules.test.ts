// A thousand and more lives of a device under faults are run by `node test/faults/run-schedules.ts` (results/schedules.json);
// here some of them, by seed. WANGGE_SCHEDULES says how many, WANGGE_SCHEDULES_SEED from which on.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openDatabase } from '../../packages/server/src/storage/database.ts'
import { openDistrict } from '../../packages/server/test/harness.ts'
import type { District } from '../../packages/server/test/harness.ts'
import { runSchedule } from './schedules/schedule.ts'

const COUNT = Number(process.env.WANGGE_SCHEDULES ?? 40)
const FIRST = Number(process.env.WANGGE_SCHEDULES_SEED ?? 1)

let district: District

before(async () => {
  district = await openDistrict(await openDatabase())
})

after(async () => {
  district.app.close()
  await district.database.close()
  assert.deepEqual(district.failures, [])
})

test(`in ${COUNT} schedules of faults every command that was said to be saved is applied once or shown, in its order`, async (t) => {
  let [accepted, applied, refused] = [0, 0, 0]
  for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
    const report = await runSchedule(district, seed)
    accepted += report.accepted
    applied += report.applied
    refused += report.refused
  }
  t.diagnostic(`${accepted} accepted, ${applied} applied, ${refused} refused`)
  assert.ok(applied > COUNT, 'the schedules do something')
})
