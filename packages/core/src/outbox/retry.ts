import { backoff, retryAfterMs } from '../backoff.ts'
import { isSdkError } from '../errors.ts'
import type { OutboxEntry, Random, TransportResponse } from '../ports/index.ts'
import type { Challenge, Problem } from '../schema.ts'

/** What an attempt came to. */
export type Verdict =
  | { kind: 'answered'; body: unknown }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'photo-missing'; problem: Problem }
  /** Nothing is wrong with it: it is taken with an answer to the challenge. */
  | { kind: 'challenged'; challenge: Challenge }
  | { kind: 'not-theirs' }
  | Later

/** Nothing was decided; the same command goes out again under the same key. */
export interface Later {
  kind: 'later'
  failure: NonNullable<OutboxEntry['failure']>
  /** Least wait the server asked for. */
  retryAfterMs?: number
  /** The line was not tried: there was no token to send it with. */
  lineUntried?: true
}

/** Statuses below 500 that say nothing about the command itself. */
const PASSING = new Set([401, 408, 425, 429])
const EXPIRED = new Set(['token-expired', 'credentials-expired'])
/** Nobody waits longer, whatever the server or a clock that was set back says. */
export const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000
/** Nor less, even where the jitter comes to nothing. */
const SHORTEST_WAIT_MS = 200

export function judge({ status, headers, body }: TransportResponse, now: number): Verdict {
  if (status >= 200 && status < 300) return { kind: 'answered', body }
  const challenge = status === 429 ? challengeIn(body) : undefined
  if (challenge) return { kind: 'challenged', challenge }
  // Who answers without a problem of ours (a proxy, a gateway) has no say in whether a command is refused for good.
  if (status < 400 || status >= 500 || PASSING.has(status) || !isProblem(body)) return later(status, headers, now)
  if (status === 403 && EXPIRED.has(body.code)) return later(status, headers, now)
  if (body.refusal?.reason === 'photo-missing') return { kind: 'photo-missing', problem: body }
  return { kind: 'refused', problem: body }
}

/** @throws what is neither of the network nor of the answer: an abort, a broken store, a defect. */
export function judgeError(error: unknown): Later | { kind: 'not-theirs' } {
  if (isSdkError(error) && error.code === 'other-person') return { kind: 'not-theirs' }
  if (!isSdkError(error) || (error.code !== 'network' && error.code !== 'bad-response')) throw error
  return {
    kind: 'later',
    failure: { code: error.code, ...(error.status === undefined ? {} : { status: error.status }) },
    ...(error.problem === 'no-token' ? { lineUntried: true as const } : {}),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  }
}

/** When to try again, epoch milliseconds: what the server asked for, and jitter upon it. */
export function nextAttempt({ retryAfterMs: asked = 0 }: Later, attempts: number, now: number, random: Random): number {
  return now + Math.min(LONGEST_WAIT_MS, asked + Math.max(SHORTEST_WAIT_MS, backoff(attempts, random)))
}

/** Whether it could be sent by whoever is here: it is nobody's, or theirs, or nobody is known to be here. */
export const isSendable = ({ person, locked }: OutboxEntry, here: string | undefined | null): boolean =>
  !locked && (person === undefined || here === undefined || person === here)

/** Whether its time has come. A time further away than any wait means that the clock was set back. */
export const isDue = ({ nextAttemptAt }: OutboxEntry, now: number): boolean =>
  nextAttemptAt <= now || nextAttemptAt > now + LONGEST_WAIT_MS

function later(status: number, headers: Record<string, string>, now: number): Later {
  const asked = retryAfterMs(headers['retry-after'], now)
  return { kind: 'later', failure: { code: 'problem', status }, ...(asked === undefined ? {} : { retryAfterMs: asked }) }
}

function challengeIn(body: unknown): Challenge | undefined {
  if (!isProblem(body) || body.code !== 'proof-required') return undefined
  const { kind, token } = body.challenge ?? {}
  return typeof kind === 'string' && typeof token === 'string' ? body.challenge : undefined
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false
  const { code, status, title } = body as Partial<Problem>
  return typeof code === 'string' && typeof status === 'number' && typeof title === 'string'
}
