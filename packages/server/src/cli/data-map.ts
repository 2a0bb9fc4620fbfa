import { OPERATIONS } from '../operations.ts'
import { dataMap, dataMapText } from '../privacy/data-map.ts'
import { readArguments } from './arguments.ts'

/** `wangge data-map [--json]`: which personal data is kept, on standard output. */
export async function printDataMap(args: string[]): Promise<void> {
  const { json } = readArguments(args, { json: { type: 'boolean', default: false } })
  const map = dataMap(OPERATIONS)
  console.log(json ? JSON.stringify(map, null, 2) : dataMapText(map).trimEnd())
}
