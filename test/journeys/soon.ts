// A shift that begins soon: the street sets a post's week and makes its shifts, as it does for any other.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stack } from './stack.ts'

const MINUTE_MS = 60_000
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7]

export interface SoonShift {
  slotId: string
  /** Epoch milliseconds. */
  startsAt: number
  endsAt: number
}

/** Makes one shift of the post, from `startsIn` minutes from now on (to the next whole minute), of `minutes`. */
export async function makeShift(
  stack: Stack,
  { postId, startsIn, minutes, need = 2 }: { postId: string; startsIn: number; minutes: number; need?: number },
): Promise<SoonShift> {
  const startsAt = Math.ceil(stack.now() / MINUTE_MS + startsIn) * MINUTE_MS
  const endsAt = startsAt + minutes * MINUTE_MS
  const [date, from] = local(startsAt)
  const [, to] = local(endsAt)
  // For this day only, whatever weekday or holiday it is.
  const line = { id: 'soon', weekdays: ALL_DAYS, holidays: 'on', makeUpDays: 'on', from, to, need }
  const id = `soon-${postId}-${from.replace(':', '')}`
  const [next] = local(Date.parse(`${date}T12:00:00+08:00`) + 24 * 60 * MINUTE_MS)
  const file = join(stack.home, `${id}.json`)
  await writeFile(file, JSON.stringify([{ id, postId, from: date, to: next, lines: [line] }]))
  await stack.wangge('templates', 'import', file)
  await stack.wangge('shifts', 'make', '--from', date, '--weeks', '1')
  return { slotId: `${id}:soon:${date}`, startsAt, endsAt }
}

/** Local date and time of day in the district. */
function local(ms: number): [date: string, time: string] {
  const [date = '', time = ''] = new Date(ms + 8 * 60 * MINUTE_MS).toISOString().split('T')
  return [date, time.slice(0, 5)]
}
