/**
 * Seeded pseudo-random numbers (sfc32 by Chris Doty-Humphrey). Each part of the district draws from its own stream,
 * so that a change in one part does not reshuffle the others.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A number in [min, max). */
  between(min: number, max: number): number
  /** A whole number from min to max, both included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of `list`, as likely as its weight says. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** Normal distribution with mean 0 and deviation 1. */
  normal(): number
  /** A new list in random order. */
  shuffle<T>(list: readonly T[]): T[]
}

export function createRandom(seed: number, stream: string): Random {
  const next = sfc32(seed, stream)
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    between: (min, max) => min + next() * (max - min),
    int,
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new Error('Expected a list to pick from, got an empty one')
      return list[int(0, list.length - 1)]!
    },
    weighted: (list) => {
      let rest = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of list) {
        rest -= weight
        if (rest < 0) return value
      }
      return list.at(-1)![0]
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (list) => {
      const copy = [...list]
      for (let i = copy.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
      }
      return copy
    },
  }
}

function sfc32(seed: number, stream: string): () => number {
  let a = hash(stream, seed | 0)
  let b = hash(stream, 0x9e3779b9)
  let c = seed | 0
  let counter = 1
  const step = () => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 20; i++) step()
  return step
}

/** FNV-1a, enough to tell streams apart. */
function hash(text: string, start: number): number {
  let value = (0x811c9dc5 ^ start) | 0
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0)!, 0x01000193)
  return value
}
