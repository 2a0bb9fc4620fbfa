/** How a key has a text in it; a lower one is better. */
export const EXACT = 0
export const PREFIX = 1
export const SUBSTRING = 2

export interface KeyText {
  /** Tells of every place that has a key with the text in it, and how. A place may be told of more than once. */
  find(text: string, found: (place: number, rank: number) => void): void
}

/**
 * Keys of many places as one long text, which engines search much faster than many short ones. A key that many places
 * have ("building 3") is in it once.
 * @param keysOf the keys of each place; none has a line break in it
 */
export function createKeyText(keysOf: Iterable<readonly string[]>): KeyText {
  const placesOf = new Map<string, number[]>()
  let place = 0
  for (const keys of keysOf) {
    for (const key of keys) {
      const places = placesOf.get(key)
      if (!places) placesOf.set(key, [place])
      else if (places.at(-1) !== place) places.push(place)
    }
    place++
  }
  const keys = [...placesOf.keys()]
  const places = [...placesOf.values()]
  // Each key ends in a line break: what is searched for has none, so no hit runs over into the next key.
  const all = keys.map((key) => `${key}\n`).join('')
  const startOf = new Int32Array(keys.length + 1)
  for (const [index, key] of keys.entries()) startOf[index + 1] = startOf[index]! + key.length + 1
  return {
    find(text, found) {
      let index = 0
      for (let at = all.indexOf(text); at >= 0; at = all.indexOf(text, startOf[index])) {
        index = keyAt(startOf, at, index)
        const isStart = at === startOf[index]
        const rank = !isStart ? SUBSTRING : keys[index]!.length > text.length ? PREFIX : EXACT
        for (const one of places[index]!) found(one, rank)
        index++
      }
    },
  }
}

/** The key that the character belongs to, not before `from`: in growing steps, then halving, because hits lie close or far. */
function keyAt(startOf: Int32Array, at: number, from: number): number {
  let low = from
  let step = 1
  while (low + step < startOf.length && startOf[low + step]! <= at) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, startOf.length - 1)
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (startOf[middle]! <= at) low = middle
    else high = middle
  }
  return low
}
