import type { Locale } from '../locale.ts'

/** `1 小时 30 分钟` */
export const lengthOf = ({ t, number }: Locale, minutes: number): string =>
  t.signup.hours.span(number(Math.floor(minutes / 60)), number(minutes % 60))
