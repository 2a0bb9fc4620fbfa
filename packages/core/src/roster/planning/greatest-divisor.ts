/** Of all that are not 0; 1 where there are none. */
export function greatestDivisor(lists: readonly Iterable<number>[]): number {
  let divisor = 0
  for (const list of lists) {
    for (const value of list) {
      let rest = Math.abs(value)
      while (rest > 0) [divisor, rest] = [rest, divisor % rest]
      if (divisor === 1) return 1
    }
  }
  return divisor || 1
}
