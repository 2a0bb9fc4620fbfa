/**
 * Whole numbers in the proportion of the weights that add up to `total`; each at least as large as `least` says.
 * @example shareOut(10, [1, 1, 3]) // [2, 2, 6]
 */
export function shareOut(total: number, weights: readonly number[], least: (index: number) => number = () => 1): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight, k) => Math.max(least(k), (weight / sum) * total))
  const counts = exact.map(Math.floor)
  const byRest = exact.map((value, k) => ({ k, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest)
  let missing = total - counts.reduce((a, b) => a + b, 0)
  for (let round = 0; missing > 0; round++, missing--) counts[byRest[round % counts.length]!.k]! += 1
  for (; missing < 0; missing++) {
    const room = counts.map((count, k) => count - least(k))
    counts[room.indexOf(Math.max(...room))]! -= 1
  }
  return counts
}
