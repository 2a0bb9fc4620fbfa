import { importReportSchema } from '@wangge/core/roster/schema'
import { importOrganisations } from '../storage/import-organisations.ts'
import { importPeople } from '../storage/import-people.ts'
import { command, OWNER } from './command.ts'
import { TABLE_LIMIT, tableImportSchema } from './table-import.ts'

export const ROSTER_COMMANDS = {
  'people-import': command({
    summary: 'Brings a table of people in: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER, onProgress) => importPeople(context, { ...input, onProgress }, actor),
  }),
  'organisations-import': command({
    summary: 'Brings a table of organisations in: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importOrganisations(context, input, actor),
  }),
}
