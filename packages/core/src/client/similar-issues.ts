import { similarIssues as compare } from '../issue/index.ts'
import type { KnownIssue } from '../issue/index.ts'
import { problemError } from '../cache/fetch-record.ts'
import { isSdkError, SdkError } from '../errors.ts'
import { similarListSchema, similarQuerySchema } from '../issue/schema.ts'
import type { ReportCommand, SimilarIssue } from '../issue/schema.ts'
import type { ReportInput } from './client.ts'
import type { Context } from './context.ts'
import { joinedHere } from './my-reports.ts'
import { SIMILAR } from './paths.ts'
import { parseWith } from './schema-parse.ts'
import { reporter } from './submit-report.ts'

/** An issue that the report would repeat; `mine` where it was reported or joined on this device. */
export type Similar = SimilarIssue & { mine: boolean }

const parse = parseWith(similarListSchema)

/**
 * Open issues that a report is likely to repeat, asked of the server; without a connection those that wait on this device
 * themselves. None where the report is not far enough along to be compared.
 * @throws SdkError `problem` where the server says no, `bad-response`
 */
export async function findSimilar(
  { categoryId, place, description }: Pick<ReportInput, 'categoryId' | 'place' | 'description'>,
  context: Context,
): Promise<Similar[]> {
  const query = similarQuerySchema.safeParse({ categoryId, place, description })
  if (!query.success) return []
  const own = await waitingHere(query.data, context)
  try {
    const response = await context.transport.send({ method: 'POST', path: SIMILAR, headers: {}, body: query.data })
    if (response.status >= 400) throw problemError(SIMILAR, response, context.now())
    const list = parse(response.body)
    if (!list) throw new SdkError('bad-response', `Expected ${SIMILAR} to answer in the shape of its schema`, { retryable: true })
    const mine = await joinedHere(context.cache, await reporter(context))
    return [...own, ...list.issues.map((issue) => ({ ...issue, mine: mine.has(issue.id) }))]
  } catch (error) {
    if (isSdkError(error) && error.code === 'network') return own
    throw error
  }
}

/** What was reported on this device and has not been sent: by the same rule, in the same grid or at the same point. */
async function waitingHere(
  { categoryId, place, description }: { categoryId: string; place: ReportCommand['place']; description: string },
  { outbox, now }: Context,
): Promise<Similar[]> {
  const comparable = (from: ReportCommand['place']) =>
    from.by === 'grid' ? { gridPath: [from.gridId] } : { gridPath: [from.crs], position: from.position }
  const waiting = (await outbox.entries()).flatMap((entry): KnownIssue[] => {
    if (entry.kind !== 'report' || entry.locked) return []
    const { id, categoryId: kind, description: words, place: where } = entry.body as ReportCommand
    // As if it were taken up: whoever wrote it may be told of it.
    const createdAt = new Date(entry.createdAt).toISOString()
    return [{ id, categoryId: kind, description: words, ...comparable(where), state: 'accepted', createdAt }]
  })
  const found = compare({ categoryId, description, ...comparable(place) }, waiting, { now: now() })
  return found.map(({ id }) => {
    const { categoryId: kind, createdAt } = waiting.find((one) => one.id === id)!
    return { id, categoryId: kind, state: 'submitted', createdAt, others: 0, mine: true }
  })
}
