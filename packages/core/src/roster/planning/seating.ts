/** Seats for pairs that fit some needs, one after the other; those who sit already may be moved to another of theirs. */
export interface Seating {
  /** Whether there is a seat. */
  seat(pair: number): boolean
  /** Pairs by need. */
  readonly seated: ReadonlyMap<number, readonly number[]>
}

/** Augmenting paths, as of old (Kuhn): needs of a slot are few. */
export function createSeating(wish: Int32Array, needsOf: (pair: number) => Iterable<number>): Seating {
  const seated = new Map<number, number[]>()
  const seat = (pair: number, seen: Set<number>): boolean => {
    for (const need of needsOf(pair)) {
      if (seen.has(need)) continue
      seen.add(need)
      const own = seated.get(need) ?? []
      seated.set(need, own)
      if (own.length < wish[need]!) return own.push(pair) > 0
      const moved = own.findIndex((other) => seat(other, seen))
      if (moved < 0) continue
      own[moved] = pair
      return true
    }
    return false
  }
  return { seat: (pair) => seat(pair, new Set()), seated }
}
