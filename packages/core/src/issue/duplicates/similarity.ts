/**
 * How alike two texts are, from 0 to 1: Dice's coefficient over pairs of neighbouring signs (Dice 1945), each pair as often as
 * it comes. Chinese needs no words for it; of Latin letters the case does not matter, nor do blanks and punctuation.
 * @example similarity('楼道里有两件旧家具', '楼道有旧家具') // 0.62
 */
export function similarity(one: string, other: string): number {
  const left = pairsOf(one)
  const right = pairsOf(other)
  const size = sizeOf(left) + sizeOf(right)
  if (size === 0) return plain(one) === plain(other) && plain(one) !== '' ? 1 : 0
  let shared = 0
  for (const [pair, count] of left) shared += Math.min(count, right.get(pair) ?? 0)
  return (2 * shared) / size
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

function pairsOf(text: string): Map<string, number> {
  const signs = [...plain(text)]
  const pairs = new Map<string, number>()
  for (let at = 1; at < signs.length; at++) {
    const pair = signs[at - 1]! + signs[at]!
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

function sizeOf(pairs: ReadonlyMap<string, number>): number {
  let size = 0
  for (const count of pairs.values()) size += count
  return size
}
