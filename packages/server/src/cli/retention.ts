import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { printRows } from './person.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

/** `wangge retention run [--dry-run]` */
export async function retention([verb, ...args]: string[]): Promise<void> {
  if (verb !== 'run') throw new UsageError(`retention: expected run, got ${verb ?? 'nothing'}`)
  const { data, district, ...values } = readArguments(args, { ...DATA_OPTIONS, 'dry-run': { type: 'boolean', default: false } })
  const { rows } = await runAdmin('retention-run', { data, district, input: { dryRun: values['dry-run'] } })
  printRows(rows)
}
