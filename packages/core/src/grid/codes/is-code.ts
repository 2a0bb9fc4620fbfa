import type { GridCode } from '../code-schema.ts'

/** How a code of each scheme is written, once a clerk's spaces, hyphens and full-width digits are gone. */
const SHAPES: Readonly<Record<GridCode['scheme'], RegExp>> = {
  nbs12: /^[1-9][0-9]{11}$/,
  unit15: /^[1-9][0-9]{14}$/,
  cjt349: /^[0-9]{6}[1-9][0-9]{13}$/,
  // WeCom's own id: opaque, so neither case nor punctuation may change.
  wecom: /^[!-~]{1,40}$/,
  // The district's own numbering: anything that can be read aloud, Chinese included; single spaces inside.
  local: /^(?=.{1,40}$)[^\s\p{C}]+(?: [^\s\p{C}]+)*$/u,
}

/**
 * Whether a value is a code of the scheme, in the one way of writing it that records keep. That it was ever given to
 * somebody is not said: none of the schemes has a check digit.
 * @example isCode('nbs12', '510107064001') // true
 */
export const isCode = (scheme: GridCode['scheme'], value: string): boolean =>
  SHAPES[scheme].test(value) && value.normalize('NFKC') === value
