import { personal } from '@wangge/core/schema'
import * as z from 'zod/mini'

/** Bytes: fifty thousand people, every column filled. */
export const TABLE_LIMIT = 16 * 1024 * 1024

const cellsSchema = z.array(personal('records', z.string().check(z.maxLength(2_000)))).check(z.maxLength(200))

/** A table as it was read from a file. */
export const tableImportSchema = z.strictObject({
  table: z.strictObject({
    header: cellsSchema,
    rows: z.array(z.strictObject({ row: z.int().check(z.gte(1)), cells: cellsSchema })).check(z.maxLength(100_000)),
  }),
  /** Only says what would come of it. */
  dryRun: z.optional(z.boolean()),
})
