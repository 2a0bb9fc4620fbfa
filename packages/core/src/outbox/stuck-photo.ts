import type { OutboxEntry } from '../ports/index.ts'
import type { Problem } from '../schema.ts'
import { LONGEST_WAIT_MS } from './retry.ts'
import type { Later } from './retry.ts'

type Stuck = NonNullable<OutboxEntry['stuck']>

/** Tries that a server, or what stands before it, answered. */
const LEAST_TRIES = 8
/** Statuses that are of the server or of whoever sends, not of what is sent. */
const PASSING = new Set([401, 408, 425, 429, 502, 503, 504])

/** A report does not wait for a photo for ever: a proxy may take none so large, a server may fail at this one each time. */
export function stuckAfter(
  stuck: Stuck | undefined,
  { failure: { status }, lineUntried }: Later,
  now: number,
): Stuck | undefined {
  if (lineUntried || status === undefined || status < 400 || PASSING.has(status)) return stuck
  // A clock that was set back begins the day anew.
  const since = Math.min(stuck?.since ?? now, now)
  return { since, times: (stuck?.times ?? 0) + 1 }
}

/** Both, for a clock may be set ahead and a server may fail at everything for an hour. */
export const isStuck = ({ since, times }: Stuck, now: number): boolean => times >= LEAST_TRIES && now - since >= LONGEST_WAIT_MS

/** The person decides: the report goes once more as it is, or without the photo. */
export const refusePhoto = (sha256: string, status = 0): Problem => ({
  type: 'urn:wangge:problem:refused',
  title: 'The server answered for a day, and did not take a photo',
  status,
  code: 'refused',
  refusal: { reason: 'photo-not-taken', detail: { photo: sha256 } },
})
