import { zonedTime } from '@wangge/core/roster'
import type { Instant, Localized, Rate } from '@wangge/core/schema'
import type { Language } from './client-context.ts'
import type { Strings } from './strings.ts'
import { wordsOf } from './words.ts'

/** The district's time zone where it has not told one: a shift at nine is at nine, wherever the page is read. */
export const TIME_ZONE = 'Asia/Shanghai'

/** Words, numbers and dates of one language. */
export interface Locale {
  language: Language
  /** BCP 47, for `lang` in templates. */
  tag: string
  /** IANA zone by which days and hours are shown. */
  timeZone: string
  /** @throws Error before they are here: whoever shows them waits for `fetchWords`. */
  readonly t: Strings
  text(localized: Localized): string
  number(value: number): string
  /** `–` where there is nothing to be a share of. */
  percent(rate: Rate): string
  time(at: Instant | number): string
  /** To the second. */
  clock(at: Instant | number): string
  /** Weekday and date. */
  day(at: Instant | number): string
  /** `周二` */
  weekday(at: Instant | number): string
  /** `11/24` */
  shortDate(at: Instant | number): string
  dateTime(at: Instant | number): string
  /** Groups by local day: `2026-03-02`. */
  dayKey(at: Instant | number): string
  /** A moment of a local date, epoch milliseconds: by it the date is shown as itself. */
  noon(date: string): number
}

function createLocale(language: Language, timeZone: string): Locale {
  const tag = language === 'zh' ? 'zh-CN' : 'en-GB'
  const date = (options: Intl.DateTimeFormatOptions, as = tag) => new Intl.DateTimeFormat(as, { timeZone, ...options })
  const numbers = new Intl.NumberFormat(tag)
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
  const times = date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const clocks = date({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const days = date({ weekday: 'short', month: 'long', day: 'numeric' })
  const weekdays = date({ weekday: 'short' })
  const shortDates = date({ month: 'numeric', day: 'numeric' })
  const dateTimes = date({ month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const dayKeys = date({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')
  return {
    language,
    tag,
    timeZone,
    get t() {
      const words = wordsOf(language)
      if (!words) throw new Error(`Expected the words of ${tag} to be fetched before they are said`)
      return words
    },
    text: (localized) => localized[language],
    number: (value) => numbers.format(value),
    percent: ({ num, den }) => (den === 0 ? '–' : percents.format(num / den)),
    time: (at) => times.format(new Date(at)),
    clock: (at) => clocks.format(new Date(at)),
    day: (at) => days.format(new Date(at)),
    weekday: (at) => weekdays.format(new Date(at)),
    shortDate: (at) => shortDates.format(new Date(at)),
    dateTime: (at) => dateTimes.format(new Date(at)),
    dayKey: (at) => dayKeys.format(new Date(at)),
    noon: (date) => zonedTime(date, NOON, timeZone),
  }
}

/** Minutes after midnight. */
const NOON = 12 * 60

const locales = new Map<string, Locale>()

/** Chinese for no language or any Chinese one, English for all others. */
export function languageFor(lang: string): Language {
  return lang === '' || /^(zh|yue|wuu|cmn)\b/i.test(lang) ? 'zh' : 'en'
}

export function localeFor(language: Language, timeZone = TIME_ZONE): Locale {
  const key = `${language} ${timeZone}`
  let locale = locales.get(key)
  if (!locale) locales.set(key, (locale = createLocale(language, timeZone)))
  return locale
}
