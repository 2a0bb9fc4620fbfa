import { similarIssues as compare } from '../issue/index.ts'
import { problemError } from '../cache/fetch-record.ts'
import { isSdkError, SdkError } from '../errors.ts'
import { askedSimilarSchema, categoryListSchema, similarListSchema, similarQuerySchema } from '../issue/schema.ts'
import type { SimilarIssue, SimilarQuery } from '../issue/schema.ts'
import type { ReportInput } from './client.ts'
import type { Context } from './context.ts'
import { ownIssues, toldIssues } from './known-issues.ts'
import type { IssueHere } from './known-issues.ts'
import { joinedHere } from './my-reports.ts'
import { CATEGORIES, ownKey, SIMILAR, SIMILAR_ASKED } from './paths.ts'
import { placesHere } from './place-here.ts'
import type { PlaceOf } from './place-here.ts'
import { parseWith } from './schema-parse.ts'
import { reporter } from './submit-report.ts'

/** An issue that the report would repeat; `mine` where it was reported or joined on this device. */
export type Similar = SimilarIssue & { mine: boolean }

const parse = parseWith(similarListSchema)
/** Of so many reports that were being written here is kept what there was like them, the latest first. */
const MOST_ASKED = 8

/**
 * Open issues that a report is likely to repeat, asked of the server, and those that were reported on this device. Without a
 * connection it is compared, by the same rule, with what the device knows: what waits here, what was sent from here, the lines of
 * a board that is kept for whoever is here, what the server has answered here of late. None where the report is not far enough
 * along to be compared.
 * @throws SdkError `problem` where the server says no, `bad-response`
 */
export async function findSimilar(
  { categoryId, place, description }: Pick<ReportInput, 'categoryId' | 'place' | 'description'>,
  context: Context,
): Promise<Similar[]> {
  const parsed = similarQuerySchema.safeParse({ categoryId, place, description })
  if (!parsed.success) return []
  const query = parsed.data
  const [person, placeOf] = await Promise.all([reporter(context), placesHere(context.cache)])
  const own = await ownIssues(person, context, placeOf)
  const mine = await joinedHere(context.cache, person)
  const isMine = ({ id }: { id: string }) => mine.has(id) || own.some((one) => one.id === id)
  try {
    const told = await ask(query, context)
    await remember(query, told, person, context).catch(() => {})
    const here = (await likeIt(query, own, context, placeOf)).filter(({ id }) => !told.some((one) => one.id === id))
    return [...here, ...told].map((issue) => ({ ...issue, mine: isMine(issue) }))
  } catch (error) {
    if (!isSdkError(error) || error.code !== 'network') throw error
    const known = [...own, ...(await toldIssues(person, context, placeOf))]
    return (await likeIt(query, known, context, placeOf)).map((issue) => ({ ...issue, mine: isMine(issue) }))
  }
}

async function ask(query: SimilarQuery, { transport, now }: Context): Promise<SimilarIssue[]> {
  const response = await transport.send({ method: 'POST', path: SIMILAR, headers: {}, body: query })
  if (response.status >= 400) throw problemError(SIMILAR, response, now())
  const list = parse(response.body)
  if (!list) throw new SdkError('bad-response', `Expected ${SIMILAR} to answer in the shape of its schema`, { retryable: true })
  return list.issues
}

/** By the rule by which the server tells; of an issue that is known in more than one way by the first. */
async function likeIt(
  query: SimilarQuery,
  known: IssueHere[],
  { cache, now }: Context,
  placeOf: PlaceOf,
): Promise<SimilarIssue[]> {
  const issues = new Map([...known].reverse().map((issue) => [issue.id, issue]))
  const categories = (await cache.read(CATEGORIES, parseWith(categoryListSchema)))?.categories ?? []
  const parentOf = new Map(categories.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId] as const])))
  const { categoryId, description } = query
  // As if all were taken up: whoever wrote it may be told of it.
  const comparable = [...issues.values()].map((issue) =>
    issue.own && issue.state === 'submitted' ? { ...issue, state: 'accepted' as const } : issue,
  )
  const found = compare({ categoryId, description, ...(await placeOf(query.place)) }, comparable, {
    parentOf,
    now: now(),
  })
  return found.map(({ id }) => {
    const { categoryId: kind, state, createdAt, others, words } = issues.get(id)!
    return { id, categoryId: kind, state, createdAt, others, ...(words !== undefined && { words }) }
  })
}

/** Sealed and for some days, as the draft itself is; of one report under way, what was answered last. */
async function remember(query: SimilarQuery, issues: SimilarIssue[], person: string | undefined, { cache }: Context) {
  const key = ownKey(person, SIMILAR_ASKED)
  const before = (await cache.read(key, parseWith(askedSimilarSchema)))?.asked ?? []
  const isSame = (one: SimilarQuery) =>
    one.categoryId === query.categoryId && JSON.stringify(one.place) === JSON.stringify(query.place)
  const told = new Set(issues.map(({ id }) => id))
  const others = before
    .filter((one) => !isSame(one.query))
    .map((one) => ({ ...one, issues: one.issues.filter(({ id }) => !told.has(id)) }))
  const asked = [...(issues.length > 0 ? [{ query, issues }] : []), ...others].filter((one) => one.issues.length > 0)
  if (asked.length === 0 && before.length === 0) return
  await cache.put(key, { asked: asked.slice(0, MOST_ASKED) })
}
