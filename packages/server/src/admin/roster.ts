import { importReportSchema } from '@wangge/core/roster/schema'
import { personal } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { importOrganisations } from '../storage/import-organisations.ts'
import { importPeople } from '../storage/import-people.ts'
import { command, OWNER } from './command.ts'

/** Bytes: fifty thousand people, every column filled. */
export const TABLE_LIMIT = 16 * 1024 * 1024

const cellsSchema = z.array(personal('records', z.string().check(z.maxLength(2_000)))).check(z.maxLength(200))
const tableImportSchema = z.strictObject({
  table: z.strictObject({
    header: cellsSchema,
    rows: z.array(z.strictObject({ row: z.int().check(z.gte(1)), cells: cellsSchema })).check(z.maxLength(100_000)),
  }),
  /** Only says what would come of it. */
  dryRun: z.optional(z.boolean()),
})

export const ROSTER_COMMANDS = {
  'people-import': command({
    summary: 'Brings a table of people in: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importPeople(context, input, actor),
  }),
  'organisations-import': command({
    summary: 'Brings a table of organisations in: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importOrganisations(context, input, actor),
  }),
}
