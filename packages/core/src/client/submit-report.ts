import { attributeErrors, categoryRefusal, looksAutomated, reportSources, restsOnConsent } from '../issue/index.ts'
import { isSdkError } from '../errors.ts'
import { categoryListSchema, reportCommandSchema } from '../issue/schema.ts'
import type { ReportCommand, ReportReceipt } from '../issue/schema.ts'
import { parseMe } from './me.ts'
import type { FieldError } from '../schema.ts'
import type { CommandAccepted, CommandRefusal, ReportInput } from './client.ts'
import { accept, CONSENT_MISSING, isReplaceable, whoIsHere } from './context.ts'
import type { Context } from './context.ts'
import { joinedHere } from './my-reports.ts'
import { CATEGORIES, meKey } from './paths.ts'
import { photoRef, readPhoto } from './read-photo.ts'
import { fieldErrors, parseWith } from './schema-parse.ts'

/** Reports an issue; its photos go into the outbox with it, in one transaction. */
export async function submitReport(
  input: ReportInput,
  context: Context,
): Promise<CommandAccepted<ReportReceipt> | CommandRefusal> {
  const { replaces } = input
  const person = await reporter(context)
  const photos = await Promise.all(input.photos.map(readPhoto))
  const draft = {
    ...draftOf(input, context),
    photos: photos.map(photoRef),
  }
  const parsed = reportCommandSchema.safeParse(draft)
  const fields = await errorsOf(draft, input, context)
  if (!parsed.success || fields.length > 0) return { ok: false, reason: 'invalid', fields }

  const foreign = await sourceRefusal(parsed.data.source, person, context)
  if (foreign) return foreign
  const automated = looksAutomated(parsed.data)
  if (automated) return automated
  const { joins } = parsed.data
  if (joins !== undefined && (await isJoined(joins, person, context))) {
    return { ok: false, reason: 'already-joined', detail: { into: joins } }
  }
  if (replaces !== undefined && !(await isReplaceable(replaces, person, context))) return { ok: false, reason: 'not-refused' }

  const { id } = parsed.data
  const whose = person === undefined ? {} : { person }
  return accept(context, { id, kind: 'report', ...whose, subject: id, path: '/v1/issues', body: parsed.data }, photos)
}

/** Whether this device has reported the issue, or joined it, or is about to: it counts once. */
async function isJoined(id: string, person: string | undefined, { cache, outbox }: Context): Promise<boolean> {
  const waiting = (await outbox.entries()).filter(
    ({ kind, state, locked }) => kind === 'report' && state !== 'refused' && !locked,
  )
  return waiting.some(({ body }) => (body as ReportCommand).joins === id) || (await joinedHere(cache, person)).has(id)
}

/** As whom somebody may report, by what is known of them here; of whoever is not known yet the server decides. */
async function sourceRefusal(
  source: ReportCommand['source'],
  person: string | undefined,
  { cache }: Context,
): Promise<CommandRefusal | undefined> {
  const me = person === undefined ? undefined : await cache.read(meKey(person), parseMe)
  if (person !== undefined && !me) return undefined
  const allowed = reportSources(me?.grants ?? [])
  return allowed.includes(source) ? undefined : { ok: false, reason: 'source-not-allowed', detail: { source, allowed } }
}

/** What is to be mended in a report as far as it is filled in, by field; its photos are not looked at. Nothing is sent. */
export async function checkReport(input: ReportInput, context: Context): Promise<FieldError[]> {
  return errorsOf({ ...draftOf(input, context), photos: [] }, input, context)
}

function draftOf(input: ReportInput, { createId }: Context) {
  const {
    source = 'resident',
    categoryId,
    attributes = {},
    description,
    place,
    placeText,
    consent,
    joins,
    website,
    replaces,
  } = input
  return {
    id: createId(),
    source,
    categoryId,
    attributes,
    description,
    place,
    ...(placeText ? { placeText } : {}),
    ...(restsOnConsent(source) && { consent: { purpose: 'issue-report', version: consent ? consent.version : 1 } }),
    ...(joins === undefined ? {} : { joins }),
    ...(website ? { website } : {}),
    ...(replaces === undefined ? {} : { replaces }),
  }
}

async function errorsOf(
  draft: Pick<ReportCommand, 'categoryId' | 'attributes'> & { photos: object[] },
  { source = 'resident', consent }: ReportInput,
  context: Context,
): Promise<FieldError[]> {
  const parsed = reportCommandSchema.safeParse(draft)
  return [
    ...(parsed.success ? [] : fieldErrors(parsed.error.issues, draft)),
    ...(await categoryErrors(draft, context)),
    ...(consent || !restsOnConsent(source) ? [] : [CONSENT_MISSING]),
  ]
}

/** A report needs no name: where nobody can be asked for one it is made, and sent, without. */
export async function reporter(context: Context): Promise<string | undefined> {
  return whoIsHere(context).catch((error: unknown) => {
    if (!isSdkError(error)) throw error
    return undefined
  })
}

/** By the rule of the category here and now. One that this device does not know, the server decides on. */
async function categoryErrors(
  { categoryId, attributes }: Pick<ReportCommand, 'categoryId' | 'attributes'>,
  { cache }: Context,
): Promise<FieldError[]> {
  const known = await cache.read(CATEGORIES, parseWith(categoryListSchema))
  const category = known?.categories.find(({ id }) => id === categoryId)
  if (!category) return []
  const refusal = categoryRefusal(category)
  if (refusal === 'unknown-category') return [FIRST_LEVEL]
  return refusal ? [RETIRED] : attributeErrors(attributes, category)
}

const RETIRED = { path: ['categoryId'], code: 'invalid_value', message: 'Expected a category that takes reports' }
const FIRST_LEVEL = { path: ['categoryId'], code: 'invalid_value', message: 'Expected a category of the second level' }
