import { stringify } from 'csv-stringify/sync'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { fileHeaders, XLSX } from '../file-headers.ts'
import { issueFeatures } from '../formats/issue-features.ts'
import { ISSUE_COLUMNS, issueRows, WORD_COLUMNS } from '../formats/issue-table.ts'
import { issueWorkbook } from '../formats/issue-workbook.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { issueExportQuerySchema } from '../schema.ts'
import type { IssueExportQuery } from '../schema.ts'
import { askedIssues } from '../storage/asked-issues.ts'
import { recordAct } from '../storage/audit.ts'
import { listCategories, pastCategories } from '../storage/categories.ts'
import { exportIssues, MOST_EXPORTED } from '../storage/export-issues.ts'
import { reckonDeadlines } from '../storage/issue-deadlines.ts'

const RULES = {
  method: 'GET',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: issueExportQuerySchema,
} as const

export const getIssuesCsv = operation({
  ...RULES,
  path: '/v1/issues.csv',
  id: 'exportIssuesCsv',
  summary: 'Issues that the caller reaches as a table, oldest first; no cell is taken for a formula. Audited',
  answers: { 200: { description: 'UTF-8 with a byte order mark', type: 'text/csv' } },
  async handle(call: Call<IssueExportQuery, unknown>) {
    const { columns, rows } = await readTable(call)
    const body = stringify([columns, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
    return new Response(body, { status: 200, headers: fileHeaders('text/csv; charset=utf-8', 'issues.csv') })
  },
})

export const getIssuesWorkbook = operation({
  ...RULES,
  path: '/v1/issues.xlsx',
  id: 'exportIssuesWorkbook',
  summary: 'The same as a workbook; no cell is a formula. Audited',
  answers: { 200: { description: 'Office Open XML', type: XLSX } },
  async handle(call: Call<IssueExportQuery, unknown>) {
    const { columns, rows } = await readTable(call)
    return new Response(await issueWorkbook(columns, rows), { status: 200, headers: fileHeaders(XLSX, 'issues.xlsx') })
  },
})

export const getIssuesGeoJson = operation({
  ...RULES,
  path: '/v1/issues.geojson',
  id: 'exportIssuesGeoJson',
  summary:
    'The same as GeoJSON in WGS-84, each with the names of its category and its grid; one of which only the grid is known has no geometry. Audited',
  answers: { 200: { description: 'RFC 7946', type: 'application/geo+json' } },
  async handle(call: Call<IssueExportQuery, unknown>) {
    const { context, query } = call
    const issues = await readIssues(call)
    const { tree } = await context.reference.current()
    const categories = await pastCategories(context.db, context.districtId, issues)
    const features = issueFeatures(issues, { tree, categories, words: query.words !== undefined, lang: query.lang })
    const body = JSON.stringify({ type: 'FeatureCollection', features })
    return new Response(body, { status: 200, headers: fileHeaders('application/geo+json', 'issues.geojson') })
  },
})

async function readTable(call: Call<IssueExportQuery, unknown>) {
  const { context, query } = call
  const issues = await readIssues(call)
  const { tree, timeZone } = await context.reference.current()
  const categories = await pastCategories(context.db, context.districtId, issues)
  const words = query.words !== undefined
  const columns = [...ISSUE_COLUMNS, ...(words ? WORD_COLUMNS : [])]
  return { columns, rows: issueRows(issues, { tree, categories, timeZone, words, lang: query.lang }) }
}

/** @throws ProblemError 404 `unknown-grid`, 422 `too-many-issues` */
async function readIssues({ context, principal, query, now }: Call<IssueExportQuery, unknown>) {
  const { db, districtId } = context
  const reference = await context.reference.current()
  const { tree } = reference
  const { grants } = principal as Staff
  const { words, from, to, lang: _, ...filter } = query
  const asked = askedIssues(filter, { grants, tree, categories: await listCategories(db, districtId), now })
  if (asked.dueBy !== undefined) await reckonDeadlines(context, reference, now)
  const issues = await exportIssues(db, districtId, { asked, from, to })
  if (issues.length > MOST_EXPORTED) {
    throw new ProblemError(422, 'too-many-issues', 'These are too many issues for one file', {
      detail: `Expected at most ${MOST_EXPORTED}, got more: narrow them down by \`from\` and \`to\`, or by \`grid\``,
    })
  }
  // What leaves the house in a file is written down, with or without words.
  const action = words ? 'export-issues-with-words' : 'export-issues'
  await recordAct(context, { now, actor: principalName(principal), action, subject: filter.grid ?? tree.root.id })
  return issues
}
