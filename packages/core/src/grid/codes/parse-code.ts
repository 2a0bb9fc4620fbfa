import { SdkError } from '../../errors.ts'
import type { GridCode } from '../schema.ts'
import { isCode } from './is-code.ts'

export type CodeScheme = GridCode['scheme']

/** What the digits stand for, in their order. Empty for schemes that are opaque: `wecom`, `local`. */
export interface CodeParts {
  /** What is managed in the grid (CJ/T 348), or zeros; `cjt349` only. */
  object?: string
  /** County, district or city without districts, six digits (GB/T 2260). */
  county?: string
  /** Sub-district, town or township, three digits (GB/T 10114). */
  street?: string
  /** Community or village, three digits; zeros for the sub-district itself. In `cjt349` from 601 on several merged into one grid. */
  community?: string
  /** Number of the unit grid within its community; `unit15` three digits, `cjt349` two, zeros where it is not divided. */
  unit?: string
}

export type CodeRefusal =
  | { ok: false; reason: 'empty'; detail: { scheme: CodeScheme } }
  /** A spreadsheet took the code for a number (5.10107E+11): digits may be lost for good. */
  | { ok: false; reason: 'spreadsheet-number'; detail: { scheme: CodeScheme; text: string } }
  | { ok: false; reason: 'wrong-character'; detail: { scheme: CodeScheme; character: string; at: number } }
  /** Characters: digits, where the scheme is one of digits. */
  | { ok: false; reason: 'wrong-length'; detail: { scheme: CodeScheme; expected: { min: number; max: number }; length: number } }
  /** A county does not begin with 0. */
  | { ok: false; reason: 'wrong-county'; detail: { scheme: CodeScheme; county: string } }

export type CodeResult = { ok: true; scheme: CodeScheme; value: string; parts: CodeParts } | CodeRefusal

interface Part {
  name: keyof CodeParts
  digits: number
}

const DIVISION: readonly Part[] = [
  { name: 'county', digits: 6 },
  { name: 'street', digits: 3 },
  { name: 'community', digits: 3 },
]

/**
 * The parts of each scheme, as its source has them; they use up all digits, so none is left for a check digit.
 * - nbs12 统计用区划代码: 国家统计局《统计用区划代码和城乡划分代码编制规则》(国统字〔2009〕91号), 6 + 3 + 3.
 * - unit15 单元网格标识码: DB11/T 2157-2023 §5.2, 6 + 3 + 3 + 3.
 * - cjt349 网格编码: CJ/T 349-2010 §5, 6 + 6 + 3 + 3 + 2.
 */
const PARTS: Readonly<Record<CodeScheme, readonly Part[]>> = {
  nbs12: DIVISION,
  unit15: [...DIVISION, { name: 'unit', digits: 3 }],
  cjt349: [{ name: 'object', digits: 6 }, ...DIVISION, { name: 'unit', digits: 2 }],
  wecom: [],
  local: [],
}

/** A record holds no longer one. */
const LONGEST = 40

/**
 * Reads a code as a clerk types it: full-width characters, and in schemes of digits also spaces and hyphens between
 * groups, do not matter. `value` is the one way of writing it that records keep and `findByCode` takes.
 * No scheme has a check digit, so a mistyped digit that leaves the shape right is not found out.
 * @throws SdkError `bad-argument` where the scheme is not known
 * @example
 * parseCode('nbs12', '５１０１０７ 064 001') // { ok: true, value: '510107064001', parts: { county: '510107', street: '064', community: '001' }, … }
 * parseCode('nbs12', '5.10107E+11') // { ok: false, reason: 'spreadsheet-number', … }
 */
export function parseCode(scheme: CodeScheme, text: string): CodeResult {
  const parts = partsOf(scheme)
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
  if (plain === '') return { ok: false, reason: 'empty', detail: { scheme } }
  return parts.length > 0 ? parseDigits(scheme, parts, plain) : parseOpaque(scheme, plain)
}

/**
 * A code as people read it: the parts with spaces between them; opaque codes as they are.
 * @throws SdkError `bad-argument` where the value is no code of the scheme
 * @example formatCode('unit15', '510107064001003') // '510107 064 001 003'
 */
export function formatCode(scheme: CodeScheme, value: string): string {
  const result = parseCode(scheme, value)
  if (!result.ok) throw new SdkError('bad-argument', `Expected a code of the scheme ${scheme}, got ${value} (${result.reason})`)
  const groups = partsOf(scheme).map(({ name }) => result.parts[name]!)
  return groups.length > 0 ? groups.join(' ') : result.value
}

/** The way of writing that records keep, for comparing; what is no code of the scheme stays as it is. */
export function canonicalCode(scheme: CodeScheme, text: string): string {
  if (isCode(scheme, text)) return text
  const result = parseCode(scheme, text)
  return result.ok ? result.value : text
}

function partsOf(scheme: CodeScheme): readonly Part[] {
  if (Object.hasOwn(PARTS, scheme)) return PARTS[scheme]
  throw new SdkError('bad-argument', `A scheme of codes was expected (${Object.keys(PARTS).join(', ')}), got ${String(scheme)}`)
}

function parseDigits(scheme: CodeScheme, parts: readonly Part[], plain: string): CodeResult {
  if (/^\d+(?:\.\d+)?E\+?\d+$|^\d+\.0+$/i.test(plain)) {
    return { ok: false, reason: 'spreadsheet-number', detail: { scheme, text: plain } }
  }
  const value = plain.replace(/[\s\p{Pd}]/gu, '')
  const at = value.search(/[^0-9]/)
  if (at >= 0) return wrongCharacter(scheme, value, at)
  const digits = parts.reduce((sum, part) => sum + part.digits, 0)
  if (value.length !== digits) return wrongLength(scheme, { min: digits, max: digits }, value.length)
  let from = 0
  const found: CodeParts = {}
  for (const { name, digits: width } of parts) found[name] = value.slice(from, (from += width))
  if (found.county!.startsWith('0')) return { ok: false, reason: 'wrong-county', detail: { scheme, county: found.county! } }
  return { ok: true, scheme, value, parts: found }
}

function parseOpaque(scheme: CodeScheme, plain: string): CodeResult {
  const value = scheme === 'local' ? plain.replace(/\s+/g, ' ') : plain
  const at = value.search(scheme === 'local' ? /\p{C}/u : /[^!-~]/)
  if (at >= 0) return wrongCharacter(scheme, value, at)
  const { length } = [...value]
  return length > LONGEST ? wrongLength(scheme, { min: 1, max: LONGEST }, length) : { ok: true, scheme, value, parts: {} }
}

const wrongCharacter = (scheme: CodeScheme, value: string, at: number): CodeRefusal => ({
  ok: false,
  reason: 'wrong-character',
  detail: { scheme, character: String.fromCodePoint(value.codePointAt(at)!), at },
})

const wrongLength = (scheme: CodeScheme, expected: { min: number; max: number }, length: number): CodeRefusal => ({
  ok: false,
  reason: 'wrong-length',
  detail: { scheme, expected, length },
})
