import { importReportSchema } from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import { TABLE_LIMIT } from '../admin/table-import.ts'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { readTable } from '../formats/read-table.ts'
import { operation } from '../operation.ts'
import type { AnyOperation } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { importQuerySchema } from '../schema.ts'
import { importCategories } from '../storage/import-categories.ts'
import { importHotline } from '../storage/import-hotline.ts'
import { importIntersections } from '../storage/import-intersections.ts'
import { importOrganisations } from '../storage/import-organisations.ts'
import { importPeople } from '../storage/import-people.ts'
import { importPosts } from '../storage/import-posts.ts'
import { importTeams } from '../storage/import-teams.ts'
import { importPoints } from '../storage/import-points.ts'
import type { TableImport } from '../storage/import-people.ts'
import { expectWholeDistrict } from './admin.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const KINDS = {
  people: { id: 'importPeople', told: 'people' },
  organisations: { id: 'importOrganisations', told: 'organisations' },
  posts: { id: 'importPosts', told: 'posts' },
  intersections: { id: 'importIntersections', told: 'intersections and the branches that they are with' },
  teams: { id: 'importTeams', told: 'teams and who is in them' },
  points: { id: 'importPoints', told: 'evaluation points' },
  categories: { id: 'importCategories', told: 'all categories: what it leaves out is retired' },
  issues: { id: 'importIssues', told: 'the hotline’s orders' },
} as const

export const postPeopleImport = importOf('people', importPeople)
export const postOrganisationsImport = importOf('organisations', importOrganisations)
export const postPostsImport = importOf('posts', importPosts)
export const postIntersectionsImport = importOf('intersections', importIntersections)
export const postTeamsImport = importOf('teams', importTeams)
export const postPointsImport = importOf('points', importPoints)
export const postCategoriesImport = importOf('categories', importCategories)
export const postIssuesImport = importOf('issues', importHotline)

function importOf(
  what: keyof typeof KINDS,
  run: (context: Context, input: TableImport, actor: string) => Promise<ImportReport>,
): AnyOperation {
  return operation({
    method: 'POST',
    path: `/v1/${what}:import`,
    id: KINDS[what].id,
    summary: `Brings a CSV or XLSX table of ${KINDS[what].told} in; with dryRun it only tells what would come of it`,
    access: ['staff'],
    roles: ['street'],
    scope: 'district',
    query: importQuerySchema,
    raw: { types: ['text/csv', XLSX], maxSize: TABLE_LIMIT },
    answers: { 200: { description: 'What was done, or why nothing was: errors by row and column', schema: importReportSchema } },
    async handle({ context, principal, query, bytes }) {
      await expectWholeDistrict(context, principal)
      const table = await readTable(bytes, 'body').catch((error: Error) => {
        throw error.name === 'GridFileError'
          ? new ProblemError(422, 'invalid-body', 'The body is not as expected', { detail: error.message })
          : error
      })
      const by = (principal as Staff).personId
      const report = await run(context, { table, dryRun: query.dryRun === 'true', by }, principalName(principal))
      return { status: 200, body: report }
    },
  })
}
