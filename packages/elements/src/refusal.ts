import type { Problem } from '@wangge/core/schema'
import type { Locale } from './locale.ts'
import type { Words } from './strings.ts'

const isInstant = (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value))

/** A rule's reason in the person's words, with what would make it possible. */
export function refusalWords({ t, dateTime }: Locale, reason: string, detail: Record<string, unknown> = {}): Words {
  const at = detail['nextStartsAt']
  return t.refusalOf(reason, isInstant(at) ? { at: dateTime(at) } : {})
}

/** The server's no in the person's words. */
export const problemWords = (locale: Locale, { code, refusal }: Problem): Words =>
  refusal ? refusalWords(locale, refusal.reason, refusal.detail) : refusalWords(locale, code)
