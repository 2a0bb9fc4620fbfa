const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
/** Region, day of birth, number of the day and sex, check digit; the ones that overlap too. */
const SHAPE = /(?=([1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]))/g

/**
 * Whether a text has the number of a resident identity card in it (GB 11643): it is kept nowhere, under no other name. Its
 * checksum and its day of birth tell it from other long numbers.
 * @example
 * containsIdNumber('11010519491231002X') // true
 */
export function containsIdNumber(text: string): boolean {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}_.·]/gu, '')
  return Array.from(plain.matchAll(SHAPE)).some(([, found]) => isChecked(found!))
}

function isChecked(found: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(found[at]), 0)
  return CHECKS[sum % 11] === found[17]
}
