import type { Clock, ClockKind } from '../schema.ts'

/** How pressing an issue is, by the clock of it that runs out first. */
export interface Deadline {
  /** 超时 | 临期 | 期内 | 暂停. */
  tone: 'overdue' | 'soon' | 'ahead' | 'paused'
  clock: ClockKind
  /** Epoch milliseconds; absent of a clock that stands still. */
  dueAt?: number
}

/** An hour before the end there is still time to do something about it, and no time to lose. */
const SOON_SHARE = 0.75
const SOON_MS = 3_600_000

const ORDER: readonly Deadline['tone'][] = ['overdue', 'soon', 'ahead', 'paused']

/**
 * The deadline that presses most: one that is over before one that is near, one that is near before one that is far. It is near
 * in its last quarter, and in its last hour at any rate. Undefined where no clock runs.
 * @param now epoch milliseconds; may be later than when the clocks were read
 * @example deadlineOf([{ kind: 'handling', state: 'running', dueAt: '2026-10-10T09:00:00Z', … }], now) // { tone: 'soon', … }
 */
export function deadlineOf(clocks: readonly Clock[], now: number): Deadline | undefined {
  return clocks
    .flatMap((clock) => deadlineAt(clock, now) ?? [])
    .sort(
      (one, other) => ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone) || (one.dueAt ?? Infinity) - (other.dueAt ?? Infinity),
    )[0]
}

function deadlineAt({ kind: clock, state, startedAt, stoppedAt, dueAt }: Clock, now: number): Deadline | undefined {
  if (stoppedAt !== undefined) return undefined
  if (state === 'paused') return { tone: 'paused', clock }
  if (dueAt === undefined) return undefined
  const [start, due] = [Date.parse(startedAt), Date.parse(dueAt)]
  if (state === 'overdue' || due <= now) return { tone: 'overdue', clock, dueAt: due }
  const isSoon = due - now <= SOON_MS || now - start >= (due - start) * SOON_SHARE
  return { tone: isSoon ? 'soon' : 'ahead', clock, dueAt: due }
}
