// node test/faults/run-schedules.ts [--count 1050] [--from 1]: runs schedules by seed, tells the seed of one that fails, and keeps what came of them in
// test/faults/results/schedules.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../packages/server/src/storage/database.ts'
import { openDistrict } from '../../packages/server/test/harness.ts'
import { runSchedule } from './schedules/schedule.ts'
import type { ScheduleReport } from './schedules/schedule.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1050' }, from: { type: 'string', default: '1' } } })
const [count, from] = [Number(values.count), Number(values.from)]

const district = await openDistrict(await openDatabase())
const reports: ScheduleReport[] = []
const failed: { seed: number; what: string }[] = []
for (let seed = from; seed < from + count; seed += 1) {
  try {
    reports.push(await runSchedule(district, seed))
  } catch (error) {
    failed.push({ seed, what: error instanceof Error ? error.message : String(error) })
    console.error(`seed ${seed}: ${failed.at(-1)!.what}`)
  }
  if (seed % 50 === 0) console.log(`${seed - from + 1} of ${count}, ${failed.length} failed`)
}
district.app.close()
await district.database.close()

const sum = (field: 'accepted' | 'saved' | 'applied' | 'refused' | 'takenLate' | 'lostAsTold') =>
  reports.reduce((total, report) => total + report[field], 0)
const injected: Record<string, number> = {}
for (const report of reports)
  for (const [what, times] of Object.entries(report.injected)) injected[what] = (injected[what] ?? 0) + times

const results = {
  schedules: count,
  seeds: [from, from + count - 1],
  failed,
  serverFailures: district.failures.length,
  commands: {
    accepted: sum('accepted'),
    saidToBeSaved: sum('saved'),
    applied: sum('applied'),
    shownAsRefused: sum('refused'),
    refusedAndTakenByALateCopy: sum('takenLate'),
    inMemoryOnlyAndGoneAsTold: sum('lostAsTold'),
  },
  injected: Object.fromEntries(Object.entries(injected).sort(([a], [b]) => a.localeCompare(b))),
}
const folder = join(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'schedules.json'), `${JSON.stringify(results, null, 2)}\n`)
console.log(results)
process.exitCode = failed.length > 0 || district.failures.length > 0 ? 1 : 0
