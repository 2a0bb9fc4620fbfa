import { required } from './arguments.ts'
import { UsageError } from './usage-error.ts'

export type Lang = 'zh' | 'en'

/** As `--lang` says, else as the system's language (POSIX: LC_ALL before LC_MESSAGES before LANG). @throws UsageError */
export function languageOf(said: string | undefined, env: NodeJS.ProcessEnv = process.env): Lang {
  if (said === 'zh' || said === 'en') return said
  if (said !== undefined) throw new UsageError(`--lang: expected zh or en, got ${said}`)
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((one) => one !== undefined && one !== '')
  return locale !== undefined && /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en'
}

/** @throws UsageError for what is no number, or lies outside */
export function decimalNumber(name: string, text: string, least = -Infinity): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN
  if (Number.isFinite(value) && value >= least) return value
  const expected = least === -Infinity ? 'a number' : `a number from ${least} on`
  throw new UsageError(`${name}: expected ${expected}, got ${text}`)
}

/** @throws UsageError */
export function oneOf<T extends string>(name: string, text: string | undefined, known: readonly T[]): T {
  const value = required(name, known.join(', '), text)
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  throw new UsageError(`${name}: expected ${known.join(', ')}, got ${value}`)
}
