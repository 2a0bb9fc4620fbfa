import { localDate } from '@wangge/core/roster'
import { importReportSchema, reportInSchema } from '@wangge/core/roster/schema'
import { LONGEST_REPORT, spanOf } from '../routes/quota-span.ts'
import { nothingSchema, reportInSpanSchema } from '../schema.ts'
import { importIntersections } from '../storage/import-intersections.ts'
import { importOrganisations } from '../storage/import-organisations.ts'
import { importPeople } from '../storage/import-people.ts'
import { importPoints } from '../storage/import-points.ts'
import { importPosts } from '../storage/import-posts.ts'
import { readReportIn } from '../storage/report-in.ts'
import { importTeams } from '../storage/import-teams.ts'
import { rosterPolicyView, setRosterPolicy } from '../storage/roster-policy.ts'
import { command, OWNER } from './command.ts'
import { rosterPolicySchema, rosterPolicyViewSchema } from './roster-policy-schema.ts'
import { TABLE_LIMIT, tableImportSchema } from './table-import.ts'

export const ROSTER_COMMANDS = {
  'roster-policy-show': command({
    summary: 'The rules of sign-up and of attendance: deadlines, rest, confirmation, swaps, how near one checks in',
    input: nothingSchema,
    output: rosterPolicyViewSchema,
    forStreet: true,
    run: async ({ reference }) => rosterPolicyView(await reference.current()),
  }),
  'roster-policy-set': command({
    summary: 'Sets the rules of sign-up and of attendance from now on; who has a seat confirms it as they were told',
    input: rosterPolicySchema,
    output: rosterPolicyViewSchema,
    forStreet: true,
    run: async (context, policy, actor = OWNER) => setRosterPolicy(context, policy, actor),
  }),
  'roster-report-in': command({
    summary: 'The rate of report-in over some days, by community and by organisation',
    input: reportInSpanSchema,
    output: reportInSchema,
    forStreet: true,
    async run({ db, districtId, reference, clock }, days) {
      const { tree, timeZone } = await reference.current()
      const now = clock()
      const span = spanOf(days, localDate(now, timeZone), LONGEST_REPORT)
      return readReportIn(db, districtId, { ...span, timeZone, tree, reaches: () => true, now })
    },
  }),
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
  'posts-import': command({
    summary: 'Brings a table of posts in: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importPosts(context, input, actor),
  }),
  'intersections-import': command({
    summary: 'Brings a table of 包路口 in: which branch has which crossing, from when until when; all of it, or nothing',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importIntersections(context, input, actor),
  }),
  'points-import': command({
    summary: 'Brings a table of evaluation points in, with the teams that answer for them: all of it, or nothing; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importPoints(context, input, actor),
  }),
  'teams-import': command({
    summary:
      'Brings a table of teams in, one person a row: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importTeams(context, input, actor),
  }),
}
