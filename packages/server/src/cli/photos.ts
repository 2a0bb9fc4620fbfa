import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

/** `wangge photos check [--json]` ends with 1 where a picture is lost or changed. */
export async function photos([verb, ...args]: string[]): Promise<void> {
  if (verb !== 'check') throw new UsageError(`photos: expected check, got ${verb ?? 'nothing'}`)
  const { data, district, json } = readArguments(args, { ...DATA_OPTIONS, json: { type: 'boolean', default: false } })
  const result = await runAdmin('photos-check', { data, district, input: {} })
  if (json) console.log(JSON.stringify(result))
  else {
    for (const { code, sha256, key } of result.findings) console.log(`${code}: ${sha256} ${key ?? 'in the database'}`)
    if (result.findings.length === 0) console.log(`In order: ${result.photos} pictures, each as it was kept`)
  }
  if (result.findings.length > 0) process.exitCode = 1
}
