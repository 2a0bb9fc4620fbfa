import { existsSync } from 'node:fs'
import { seedDistrict, DistrictNotEmptyError } from '../seed/seed-district.ts'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { openKeyring } from './open-keyring.ts'
import { UsageError } from './usage-error.ts'
import { heldBy, withDatabase } from './with-database.ts'

const DEFAULT_FOLDER = 'seeds/data'

/** `wangge seed [--from seeds/data] [--now 2026-03-02T09:00:00+08:00] [--reset]` */
export async function seed(args: string[]): Promise<void> {
  const { data, district, reset, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    from: { type: 'string' },
    now: { type: 'string' },
    reset: { type: 'boolean', default: false },
  })
  const now = values.now === undefined ? Date.now() : Date.parse(values.now)
  if (Number.isNaN(now)) throw new UsageError(`--now: expected an instant such as 2026-03-02T09:00:00+08:00, got ${values.now}`)
  const from = values.from ?? defaultFolder()
  const startedAt = performance.now()
  const use = await withDatabase(data, async (database) => {
    const keyring = await openKeyring(database, { data, district })
    return seedDistrict(database, { from, keyring, now, districtId: district, reset, onProgress }).catch((error: Error) => {
      const isOthers = error instanceof DistrictNotEmptyError
      throw new UsageError(isOthers ? `${error.message}; --reset throws it away` : error.message, { cause: error })
    })
  })
  if (!use.ok) throw new UsageError(`${heldBy(data, use.holder)}; stop it first`)
  if (process.stderr.isTTY) process.stderr.write('\n')
  console.log(`Seeded district ${district}: ${use.result} records in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

/** The sample district of the repository; an installed package does not carry it. @throws UsageError */
function defaultFolder(): string {
  if (existsSync(DEFAULT_FOLDER)) return DEFAULT_FOLDER
  throw new UsageError(
    `--from: expected a folder with a district's files (district.json, grids.json, …), got nothing, and there is no ${DEFAULT_FOLDER} here`,
  )
}

function onProgress({ table, done, total }: { table: string; done: number; total: number }): void {
  if (!process.stderr.isTTY) return
  const width = 30
  const filled = Math.round((done / total) * width)
  process.stderr.write(`\r[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total} ${table.padEnd(20)}`)
}
