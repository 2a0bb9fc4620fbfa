export interface Figure {
  /** Milliseconds of processor time, of the median round. */
  cpu: number
  answer: string
}

/**
 * Processor time (all threads of the process, the collector's too) of works that take turns: each round runs every one of
 * them, in turns from the first and from the last, so that whatever else the machine does meets all of them alike.
 */
export function interleaved<Name extends string>(rounds: number, works: Record<Name, () => string>): Record<Name, Figure> {
  const names = Object.keys(works) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  const answers = new Map<Name, string>()
  for (let round = -1; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      globalThis.gc?.()
      const before = process.cpuUsage()
      answers.set(name, works[name]())
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) times.get(name)!.push((user + system) / 1000)
    }
  }
  const figure = (name: Name): Figure => ({ cpu: rounded(median(times.get(name)!)), answer: answers.get(name)! })
  return Object.fromEntries(names.map((name) => [name, figure(name)])) as Record<Name, Figure>
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export const rounded = (value: number): number => Number(value.toPrecision(3))
