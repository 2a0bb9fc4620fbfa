import type { Problem } from '@wangge/core/schema'
import type { Locale } from './locale.ts'
import type { RefusalFacts, Words } from './strings.ts'

type Detail = Record<string, unknown>

const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
/** A date alone is a whole day: to name the hour at which it begins would be wrong. */
const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && !isDate(value) && !Number.isNaN(Date.parse(value))

/** A rule's reason in the person's words, with what would make it possible. */
export const refusalWords = (locale: Locale, reason: string, detail: Detail = {}): Words =>
  locale.t.refusalOf(reason, factsOf(locale, detail))

/** The same, said to whoever acts for somebody else. */
export const refusalOfOther = (locale: Locale, reason: string, detail: Detail = {}): Words =>
  locale.t.roster.refusals[reason]?.(factsOf(locale, detail)) ?? refusalWords(locale, reason, detail)

/** The server's no, said to whoever acts for somebody else. */
export const problemOfOther = (locale: Locale, { code, refusal }: Problem): Words =>
  refusalOfOther(locale, refusal?.reason ?? code, refusal?.detail)

/** The server's no in the person's words; another city's in its own, which nobody here knows better. */
export function problemWords(locale: Locale, { code, title, refusal }: Problem): Words {
  if (refusal) return refusalWords(locale, refusal.reason, refusal.detail)
  const words = refusalWords(locale, code)
  return code === 'open311-refused' ? { ...words, hint: title } : words
}

/** The detail comes from any server, also a newer one: what is not as expected is not told. */
function factsOf(locale: Locale, detail: Detail): RefusalFacts {
  const { dateTime, number } = locale
  const first = (names: readonly string[]) => names.map((name) => detail[name]).find((value) => value !== undefined)
  const when = (...names: string[]) => {
    const value = first(names)
    return isInstant(value) ? dateTime(value) : undefined
  }
  const amount = (...names: string[]) => {
    const value = first(names)
    return typeof value === 'number' ? number(value) : undefined
  }
  const words = (name: string) => {
    const value = detail[name]
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
  }
  const year = detail['possibleFromYear']
  return {
    at: when('nextStartsAt'),
    opens: when('opensAt', 'startsAt'),
    since: when('startedAt', 'closedAt', 'confirmBy', 'until', 'endsAt'),
    duty: dutyOf(detail['duty'], dateTime),
    span: spanOf(detail['from'], detail['to'], dateTime),
    rest: amount('minRestMinutes'),
    asked: words('asked'),
    possible: words('possible'),
    missing: words('missing'),
    minAge: amount('minAge'),
    // A year has no thousands.
    fromYear: typeof year === 'number' ? String(year) : undefined,
    metres: amount('distance', 'accuracy'),
    allowed: amount('allowed', 'maxAccuracy'),
    sources: words('allowed'),
    position: amount('position'),
    waiting: amount('waiting'),
    expected: expectedOf(detail['expected'], locale),
    day: [detail['date'], detail['from'], detail['closedOn']].find(isDate),
    earliest: [detail['earliest']].find(isDate),
    why: whyOf(detail['slots']),
    isElsewhere: detail['elsewhere'] === true,
  }
}

function dutyOf(duty: unknown, dateTime: Locale['dateTime']): RefusalFacts['duty'] {
  if (typeof duty !== 'object' || duty === null) return undefined
  const { startsAt, endsAt } = duty as Detail
  return spanOf(startsAt, endsAt, dateTime)
}

function expectedOf(expected: unknown, { dateTime, text }: Locale): RefusalFacts['expected'] {
  if (typeof expected !== 'object' || expected === null) return undefined
  const { post, startsAt, endsAt } = expected as Detail
  const span = spanOf(startsAt, endsAt, dateTime)
  const { zh, en } = (post ?? {}) as Detail
  if (!span || typeof zh !== 'string' || typeof en !== 'string') return undefined
  return { ...span, post: text({ zh, en }) }
}

function whyOf(slots: unknown): string | undefined {
  const [first] = Array.isArray(slots) ? (slots as unknown[]) : []
  const why = typeof first === 'object' && first !== null ? (first as Detail)['why'] : undefined
  return typeof why === 'string' ? why : undefined
}

const spanOf = (from: unknown, to: unknown, dateTime: Locale['dateTime']) =>
  isInstant(from) && isInstant(to) ? { from: dateTime(from), to: dateTime(to) } : undefined
