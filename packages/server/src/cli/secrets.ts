import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { runAdmin } from './run-admin.ts'
import { UsageError } from './usage-error.ts'

/** `wangge secrets rotate [--resume]` */
export async function secrets([verb, ...args]: string[]): Promise<void> {
  if (verb !== 'rotate') throw new UsageError(`secrets: expected rotate, got ${verb ?? 'nothing'}`)
  const { data, district, resume } = readArguments(args, { ...DATA_OPTIONS, resume: { type: 'boolean', default: false } })
  const { kid, resealed } = await runAdmin('secrets-rotate', { data, district, input: { resume } })
  console.log(`${resealed} fields are sealed with ${kid}`)
}
