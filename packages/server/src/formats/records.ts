import { gridRecordSchema } from '@wangge/core/grid/schema'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { Localized } from '@wangge/core/schema'
import { expectation } from '../expectation.ts'
import { GridFileError, places } from './grid-file.ts'
import type { Read } from './grid-file.ts'

/** Our own records, as in `seeds/data/grids.json`. @throws GridFileError for the first record that is none, by its fields */
export function readRecords(values: readonly unknown[], file: string): Read {
  const grids = values.map((value, index) => expectRecord(value, `${file}, record ${index + 1}`))
  const blank = grids.flatMap(({ geometry }, index) => (geometry ? [] : [index + 1]))
  return { grids, notes: blank.length > 0 && blank.length < grids.length ? [withoutGeometry(blank)] : [] }
}

const withoutGeometry = (blank: readonly number[]): Localized => ({
  zh: `${blank.length} 条网格记录没有边界：${places(blank)}`,
  en: `Records without an outline (${blank.length}): ${places(blank)}`,
})

function expectRecord(value: unknown, where: string): GridRecord {
  const parsed = gridRecordSchema.safeParse(value, { error: expectation })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  const id = (value as { id?: unknown } | null)?.id
  const whose = typeof id === 'string' ? `${where} (${id})` : where
  throw new GridFileError(`${whose}: ${path.join('.') || 'the record'}: ${message}`)
}
