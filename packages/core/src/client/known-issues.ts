import type { KnownIssue } from '../issue/index.ts'
import { askedSimilarSchema, issueBoardSchema, keptReportSchema } from '../issue/schema.ts'
import type { KeptReport, ReportCommand } from '../issue/schema.ts'
import { isTheirs } from './context.ts'
import type { Context } from './context.ts'
import { ISSUE_BOARD, ownKey, reportKey, resourceKey, SIMILAR_ASKED } from './paths.ts'
import type { PlaceOf } from './place-here.ts'
import { parseWith } from './schema-parse.ts'

/** An issue as far as this device knows it: enough to compare a report with it, and to tell of it. */
export interface IssueHere extends KnownIssue {
  others: number
  /** It was reported here: it may be told of before anybody has taken it up. */
  own?: true
  /** Of what others have written, as much as whoever is here was told. */
  words?: string
}

type Parts = Pick<Context, 'cache' | 'outbox'>

/** What was reported on this device: what waits to be sent, and what the server has, as long as it goes on. */
export async function ownIssues(person: string | undefined, { cache, outbox }: Parts, placeOf: PlaceOf): Promise<IssueHere[]> {
  const waiting = (await outbox.entries()).map(async (entry): Promise<IssueHere[]> => {
    if (entry.kind !== 'report' || entry.unreadable || !isTheirs(entry, person)) return []
    const { id, categoryId, description, place } = entry.body as ReportCommand
    const createdAt = new Date(entry.createdAt).toISOString()
    return [{ id, categoryId, description, ...(await placeOf(place)), state: 'submitted', createdAt, others: 0, own: true }]
  })
  const prefixes = [undefined, ...(person === undefined ? [] : [person])].map((whose) => reportKey(whose, ''))
  const keys = (await Promise.all(prefixes.map((prefix) => cache.keys(prefix)))).flat()
  const sent = keys.map(async (key): Promise<IssueHere[]> => {
    const report = await cache.read(key, parseWith(keptReportSchema))
    return report?.said ? [{ ...issueBehind(report), ...(await saidOf(report.said, report.gridPath, placeOf)) }] : []
  })
  return (await Promise.all([...waiting, ...sent])).flat()
}

async function saidOf({ description, place }: NonNullable<KeptReport['said']>, gridPath: readonly string[], placeOf: PlaceOf) {
  const { position } = await placeOf(place)
  return { description, gridPath, ...(position && { position }) }
}

/** The issue that the report is; of one that joined another, that one. */
function issueBehind({ id, categoryId, createdAt, state, joins, goesOn }: KeptReport) {
  const behind = joins === undefined ? { id, state } : { id: joins, state: goesOn?.state ?? ('accepted' as const) }
  return { ...behind, categoryId, createdAt, others: 0, own: true as const }
}

/**
 * What the server has told on this device of issues that are others': the lines of a board, for the member of staff whose it is,
 * and what there was like earlier reports that were being written here.
 */
export async function toldIssues(person: string | undefined, { cache }: Parts, placeOf: PlaceOf): Promise<IssueHere[]> {
  const asked = await cache.read(ownKey(person, SIMILAR_ASKED), parseWith(askedSimilarSchema))
  const answered = (asked?.asked ?? []).map(async ({ query, issues }): Promise<IssueHere[]> => {
    const where = await placeOf(query.place)
    // What was like that report is like one that is like it, as far as its own words are not told.
    return issues.map(({ words, ...issue }) => ({
      ...{ ...issue, ...where, description: words ?? query.description },
      ...(words !== undefined && { words }),
    }))
  })
  return [...(person === undefined ? [] : await boardIssues(person, cache)), ...(await Promise.all(answered)).flat()]
}

async function boardIssues(person: string, cache: Parts['cache']): Promise<IssueHere[]> {
  const keys = await cache.keys(resourceKey(person, ISSUE_BOARD))
  const boards = await Promise.all(keys.map((key) => cache.record(key, parseWith(issueBoardSchema))))
  return boards
    .flatMap((board) => board ?? [])
    .sort((one, other) => other.fetchedAt - one.fetchedAt)
    .flatMap(({ data }) => data.issues)
    .map(({ description, duplicates, ...row }) => ({
      ...{ id: row.id, categoryId: row.categoryId, gridPath: row.gridPath, state: row.state, createdAt: row.createdAt },
      ...(row.position && { position: row.position }),
      ...(description !== undefined && { description, words: description }),
      others: duplicates.length,
    }))
}
