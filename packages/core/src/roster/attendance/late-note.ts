import type { Instant } from '../../schema.ts'

export type LateNoteRefusal = { ok: false; reason: 'late-note-required'; detail: { recordBy: Instant } }

/** Whether the ten working days of decree 67 (`recordBy`) have passed. @param now epoch milliseconds */
export const isRecordedLate = (recordBy: Instant, now: number): boolean => now > Date.parse(recordBy)

/**
 * Why a host's word on times is not taken down without more: it comes after its time and does not say why. Until then a note is
 * theirs to add or not.
 * @example lateNoteRefusal(undefined, { recordBy: '2026-03-16T16:00:00Z', now: Date.parse('2026-03-17T01:00:00Z') })?.reason // 'late-note-required'
 */
export function lateNoteRefusal(
  note: string | undefined,
  { recordBy, now }: { recordBy: Instant; now: number },
): LateNoteRefusal | undefined {
  if (!isRecordedLate(recordBy, now) || (note ?? '').trim() !== '') return undefined
  return { ok: false, reason: 'late-note-required', detail: { recordBy } }
}
