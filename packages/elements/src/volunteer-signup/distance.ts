import { distanceBetween } from '@wangge/core/roster'
import type { SlotView } from '@wangge/core/roster/schema'
import type { Position } from '@wangge/core/schema'
import type { Locale } from '../locale.ts'

/** Metres from a position to a slot's post; infinite where the post has no place. */
export const metresTo = (from: Position, { post }: SlotView): number =>
  post.position ? distanceBetween(from, post.position) : Infinity

/** `320 米`, to ten metres: no device knows better; `2.4 公里` further away. */
export function distanceWords({ t, number }: Locale, metres: number): string {
  if (!Number.isFinite(metres)) return '—'
  const tens = Math.max(10, Math.round(metres / 10) * 10)
  return tens < 1000 ? t.signup.metres(number(tens)) : t.signup.kilometres(number(Math.round(metres / 100) / 10))
}
