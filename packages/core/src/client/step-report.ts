import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import { reporterStepCommandSchema } from '../issue/schema.ts'
import type { IssueTrack, ReporterStepCommand } from '../issue/schema.ts'
import type { CommandAccepted, CommandRefusal, IssuePhotoInput, ReporterInput } from './client.ts'
import { accept, isReplaceable } from './context.ts'
import type { Context } from './context.ts'
import { RECEIPT_STEPS, issuePhotoPath, receiptPhotoPath, trackKey } from './paths.ts'
import { photoRef, readPhoto } from './read-photo.ts'
import { fieldErrors } from './schema-parse.ts'
import { reporter } from './submit-report.ts'
import { parseTrack } from './track-issue.ts'

export interface ReporterStep extends ReporterInput {
  action: ReporterStepCommand['action']
  rating?: number
  words?: string
  photos?: Blob[]
}

/** A step that whoever reported an issue takes by its receipt code: by what this device knows of it, by the server's word later. */
export async function stepReport(input: ReporterStep, context: Context): Promise<CommandAccepted<IssueTrack> | CommandRefusal> {
  const { action, receipt, issueId, version, rating, words, replaces } = input
  const person = await reporter(context)
  const photos = await Promise.all((input.photos ?? []).map(readPhoto))
  const draft = {
    ...{ id: context.createId(), receipt, issueId, action, version },
    ...(words ? { reason: words } : {}),
    ...(rating === undefined ? {} : { rating }),
    ...(photos.length > 0 ? { photos: photos.map(photoRef) } : {}),
    ...(replaces === undefined ? {} : { replaces }),
  }
  const parsed = reporterStepCommandSchema.safeParse(draft)
  const fields = [...(parsed.success ? [] : fieldErrors(parsed.error.issues, draft)), ...missing(draft)]
  if (!parsed.success || fields.length > 0) return { ok: false, reason: 'invalid', fields }
  const refusal = await knownRefusal(parsed.data, person, context)
  if (refusal) return refusal
  if (replaces !== undefined && !(await isReplaceable(replaces, person, context))) return { ok: false, reason: 'not-refused' }

  const { id } = parsed.data
  const whose = person === undefined ? {} : { person }
  // Steps of one issue keep their order, behind the report itself.
  return accept(
    context,
    { id, kind: 'reporter-step', ...whose, subject: issueId, path: RECEIPT_STEPS, body: parsed.data },
    photos,
  )
}

/** What the form can ask for before anybody else does. */
function missing({ action, rating, reason }: { action: string; rating?: number; reason?: string }) {
  const needs = { rate: 'rating', reopen: 'reason', note: 'reason' }[action]
  if (needs === undefined || { rating, reason }[needs] !== undefined) return []
  return [{ path: [needs], code: 'required', message: `Expected what belongs to ${action}` }]
}

/** By the state that was seen here, if it still is the last one known. */
async function knownRefusal(
  { action, issueId, version }: ReporterStepCommand,
  person: string | undefined,
  { cache, now }: Context,
): Promise<CommandRefusal | undefined> {
  const known =
    (await cache.read(trackKey(person, issueId), parseTrack)) ?? (await cache.read(trackKey(undefined, issueId), parseTrack))
  if (known?.version !== version) return undefined
  if (!known.actions.includes(action)) {
    return { ok: false, reason: 'action-not-allowed', detail: { action, state: known.state, possible: known.actions } }
  }
  const until = action === 'rate' || action === 'reopen' ? known.until?.[action] : undefined
  if (until !== undefined && now() >= Date.parse(until)) return { ok: false, reason: 'term-over', detail: { action, until } }
  return undefined
}

/** A photo of an issue, by the code of its receipt or for staff; nothing of it is kept on the device. */
export async function issuePhoto({ photo, ...of }: IssuePhotoInput, context: Context): Promise<Blob> {
  const { sha256, type } = photo
  const path = 'receipt' in of ? receiptPhotoPath(of.receipt, sha256) : issuePhotoPath(of.issueId, sha256)
  const response = await context.transport.send({ method: 'GET', path, accept: type })
  // The code stands in the path, and a message may be written down.
  if (response.status >= 400) throw problemError('the photo of an issue', response, context.now())
  if (!(response.body instanceof ArrayBuffer)) {
    throw new SdkError('bad-response', `Expected a photo of an issue as ${type}, got something else`, { retryable: true })
  }
  return new Blob([response.body], { type })
}
