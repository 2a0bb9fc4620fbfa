import { published } from '@wangge/core/issue'
import { open311StatusSchema } from '@wangge/core/issue/schema'
import type { Open311Status } from '@wangge/core/issue/schema'
import { formatNamed, formatOf, readAs, readByAll, tellAs, written } from '../open311/answer-open311.ts'
import { expectJurisdiction } from '../open311/jurisdiction.ts'
import { languageOf } from '../open311/language.ts'
import { publicPhotoName } from '../open311/public-photo-name.ts'
import { publicPlaces } from '../open311/public-places.ts'
import type { PublicPlaces } from '../open311/public-places.ts'
import { readingQuerySchema, requestsQuerySchema, serviceRequestsSchema, tokenSchema } from '../open311/schema.ts'
import type { RequestsQuery } from '../open311/schema.ts'
import { serviceRequest } from '../open311/service-request.ts'
import type { Context } from '../context.ts'
import { photoAnswer, PICTURE } from '../photos/photo-answer.ts'
import { publicAddress } from '../public-address.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError } from '../problem.ts'
import { listCategories, pastCategories } from '../storage/categories.ts'
import { findByReceipt } from '../storage/issues.ts'
import { listedIds, listedIssues } from '../storage/listed-issues.ts'
import type { ListedIssue } from '../storage/listed-issues.ts'

/** Without a key, as the specification has it: what is told is what anybody may know. */
const READ = { method: 'GET', access: ['anyone'], scope: 'open', query: readingQuerySchema, emptyIsNone: true } as const
const AS_XML = { alsoAs: ['text/xml'] }
const REQUESTS = 'service_requests'

const SPAN_MS = 90 * 86_400_000

export const getOpen311Requests = operation({
  ...READ,
  path: '/open311/v2/requests.{format}',
  id: 'listOpen311Requests',
  summary:
    'Issues that somebody of the district has taken up, of 90 days, at most 1000: of words and photos what is published, and no points',
  query: requestsQuerySchema,
  answers: {
    200: { ...AS_XML, description: 'The newest first; named ones whatever their state', schema: serviceRequestsSchema },
  },
  async handle({ context, request, params, query, now }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const format = formatNamed(params.format)
    const make = async () => {
      const { places, tell } = await teller(context, request, now)
      const named = query.service_request_id
      const ids = named === undefined ? await idsOf(context, query, places, now) : [...new Set(listOf(named))]
      const found = new Map((await listedIssues(context.db, context.districtId, ids)).map((issue) => [issue.id, issue]))
      return written(format, REQUESTS, await tell(ids.flatMap((id) => found.get(id) ?? [])))
    }
    // Whoever names numbers asks what nobody else asks.
    if (query.service_request_id !== undefined) return readByAll(request, format, await make())
    const { version, from } = await context.reference.current()
    const question = JSON.stringify([format, languageOf(request), publicAddress(context, request), version, from, query])
    return readByAll(request, format, await context.listedAnswers.current(question, now, make))
  },
})

export const getOpen311Request = operation({
  ...READ,
  path: '/open311/v2/requests/{id}.{format}',
  id: 'getOpen311Request',
  summary: 'How far an issue is, for whoever knows its number',
  answers: { 200: { ...AS_XML, description: 'The one issue, in a list', schema: serviceRequestsSchema } },
  async handle({ context, request, params, query, now }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const [issue] = await listedIssues(context.db, context.districtId, [params.id!])
    if (!issue) throw notFound('unknown-request', 'service_request_id provided was not found')
    const { tell } = await teller(context, request, now)
    return readAs(request, params.format, REQUESTS, await tell([issue]))
  },
})

export const getOpen311Photo = operation({
  ...READ,
  path: '/open311/v2/requests/{id}/photos/{photo}',
  id: 'getOpen311Photo',
  summary:
    'A photo of an issue that everybody may see now, made anew of what was sent: nothing is in it but the picture. Its name is good for this alone',
  answers: { 200: PICTURE },
  async handle({ context, request, params, query }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const [issue] = await listedIssues(context.db, context.districtId, [params.id!])
    const photos = issue ? published(issue).photos : []
    const shown = photos.find(({ sha256 }) => publicPhotoName(context, params.id!, sha256) === params.photo)
    return photoAnswer(context, shown?.sha256 ?? '', photos)
  },
})

export const getOpen311Token = operation({
  ...READ,
  path: '/open311/v2/tokens/{receipt}.{format}',
  id: 'getOpen311Token',
  summary: 'The number of an issue, for whoever holds its receipt code',
  answers: { 200: { ...AS_XML, description: 'The one issue, in a list', schema: tokenSchema } },
  async handle({ context, request, params, query }) {
    await expectJurisdiction(context, request, query.jurisdiction_id)
    const token = params.receipt!
    const found = await findByReceipt(context.db, context.districtId, token.toUpperCase())
    if (!found) throw notFound('unknown-token', 'token provided was not found')
    // A code is its holder’s own: its answer is left in no cache.
    const value = [{ service_request_id: found.id, token }]
    return tellAs(request, formatOf(`.${params.format}`), { root: REQUESTS, value, status: 200 })
  },
})

async function teller(context: Context, request: Request, now: number) {
  const { db, districtId } = context
  const { tree, calendar, smallCount } = await context.reference.current()
  const places = publicPlaces(await context.listedCounts.current(now), tree, smallCount)
  const language = languageOf(request)
  const address = publicAddress(context, request)
  const photoName = (issueId: string, sha256: string) => publicPhotoName(context, issueId, sha256)
  const given = { tree, calendar, places, language, address, photoName, now }
  const tell = async (issues: readonly ListedIssue[]) => {
    const categories = await pastCategories(db, districtId, issues)
    return issues.map((issue) => serviceRequest(issue, { ...given, categories }))
  }
  return { places, tell }
}

async function idsOf({ db, districtId }: Context, query: RequestsQuery, places: PublicPlaces, now: number): Promise<string[]> {
  const { service_code: codes, status, page, page_size: limit } = query
  const asked = status === undefined ? open311StatusSchema.options : (listOf(status) as Open311Status[])
  const categoryIds = codes === undefined ? undefined : listOf(codes)
  const known = new Set((await listCategories(db, districtId)).map(({ id }) => id))
  const unknown = categoryIds?.find((id) => !known.has(id))
  if (unknown !== undefined) throw notFound('unknown-service', `service_code provided was not found: ${unknown}`)
  const statuses = asked.filter((one) => !places.isWithheld(one))
  return listedIds(db, districtId, { ...spanOf(query, now), categoryIds, statuses, limit, offset: (page - 1) * limit })
}

/**
 * The last 90 days where nothing is said; 90 days from or to where one end is.
 * @throws ProblemError 400 `invalid-query`
 */
function spanOf({ start_date: start, end_date: end }: RequestsQuery, now: number): { from: string; to: string } {
  const to = end !== undefined ? Date.parse(end) : start !== undefined ? Date.parse(start) + SPAN_MS : now
  const from = start !== undefined ? Date.parse(start) : to - SPAN_MS
  if (from > to || to - from > SPAN_MS) {
    const errors = [
      { path: ['end_date'], code: 'invalid_value', message: 'Expected start_date and at most 90 days from then to end_date' },
    ]
    throw new ProblemError(400, 'invalid-query', 'The query is not as expected', { errors })
  }
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

const listOf = (text: string): string[] => text.split(',').map((one) => one.trim())
