import { localYear } from '@wangge/core/roster'
import { TIME_ZONE } from '../locale.ts'

const FIRST = 1900

/**
 * A year as it was typed, also in the wide digits of a Chinese keyboard; undefined where nothing was. None after the district's
 * own, whatever year the device has. `now` in epoch milliseconds.
 * @example readBirthYear('１９９０', Date.parse('2026-03-02')) // 1990
 */
export function readBirthYear(typed: string, now: number): number | undefined | 'wrong' {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return undefined
  const year = /^\d{4}$/.test(text) ? Number(text) : NaN
  return year >= FIRST && year <= localYear(now, TIME_ZONE) ? year : 'wrong'
}
