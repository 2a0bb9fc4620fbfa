import type { OutboxEntry } from '../ports/index.ts'

/** All that this version of the page knows; a newer one may write others, and sends them itself. */
const KINDS: Record<OutboxEntry['kind'], true> = {
  'sign-up': true,
  'cancel-sign-up': true,
  'confirm-sign-up': true,
  'offer-swap': true,
  'accept-swap': true,
  'withdraw-swap': true,
  report: true,
  'reporter-step': true,
  'check-in': true,
  correction: true,
  'issue-step': true,
}
const STATES: Record<OutboxEntry['state'], true> = { queued: true, sending: true, refused: true }

/**
 * An entry as it lies in a store. One that is damaged, or of a newer version of the page, stays where it is and is given
 * as `unreadable`, its person's where it says so: somebody made it, so it is shown and never dropped; nobody sends it.
 */
export const readEntry = (value: unknown, seq: number): OutboxEntry =>
  isEntry(value)
    ? value
    : {
        id: unreadableId(seq),
        seq,
        kind: 'report',
        ...personIn(value),
        subject: unreadableId(seq),
        method: 'POST',
        path: '',
        body: {},
        photos: [],
        state: 'queued',
        attempts: 0,
        createdAt: 0,
        nextAttemptAt: 0,
        locked: true,
        unreadable: true,
      }

const UNREADABLE = 'unreadable-'

/** The place of an entry that is given as `unreadable`; undefined where the id is another's. */
export const unreadableSeq = (id: string): number | undefined =>
  id.startsWith(UNREADABLE) ? Number(id.slice(UNREADABLE.length)) : undefined

export const unreadableId = (seq: number): string => `${UNREADABLE}${seq}`

function personIn(value: unknown): Pick<OutboxEntry, 'person'> {
  const { person } = (value ?? {}) as { person?: unknown }
  return typeof person === 'string' ? { person } : {}
}

export function isEntry(value: unknown): value is OutboxEntry {
  if (typeof value !== 'object' || value === null) return false
  const { id, kind, person, subject, method, path, body, photos, state, attempts, createdAt, nextAttemptAt } = value as Record<
    keyof OutboxEntry,
    unknown
  >
  return (
    [id, kind, subject, path, state].every((text) => typeof text === 'string') &&
    [attempts, createdAt, nextAttemptAt].every((figure) => typeof figure === 'number') &&
    (person === undefined || typeof person === 'string') &&
    method === 'POST' &&
    typeof body === 'object' &&
    body !== null &&
    Array.isArray(photos) &&
    photos.every((name) => typeof name === 'string') &&
    Object.hasOwn(KINDS, kind as string) &&
    Object.hasOwn(STATES, state as string)
  )
}
