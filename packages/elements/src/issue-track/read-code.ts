const CODE = /^[2-9A-HJ-NP-Z]{10}$/

/**
 * A receipt code as it is written, from how it was typed: without its hyphens, in lower case, in full-width letters. Undefined
 * where it can be none.
 * @example readCode('k7qm 2x9f4d') // 'K7QM-2X9F-4D'
 */
export function readCode(typed: string): string | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
  return CODE.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}` : undefined
}
