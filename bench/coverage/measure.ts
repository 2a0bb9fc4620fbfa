export interface Figure {
  /** Milliseconds of processor time, of the very first round: nothing is compiled yet. */
  first: number
  /** Milliseconds of processor time, of the median round. */
  cpu: number
  answer: string
}

/**
 * Processor time (all threads of the process, the collector's too) of works that take turns: each round runs every one of
 * them, in turns from the first and from the last, so that whatever else the machine does meets all of them alike. A work
 * may bring what it works on, made outside its time: some write into what they are given.
 */
export function interleaved<Name extends string>(
  { rounds, warm }: { rounds: number; warm: number },
  works: Record<Name, () => () => string>,
): Record<Name, Figure> {
  const names = Object.keys(works) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  const answers = new Map<Name, string>()
  const firsts = new Map<Name, number>()
  for (let round = -warm; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const work = works[name]()
      const before = process.cpuUsage()
      answers.set(name, work())
      const { user, system } = process.cpuUsage(before)
      const time = (user + system) / 1000
      if (!firsts.has(name)) firsts.set(name, time)
      if (round >= 0) times.get(name)!.push(time)
    }
  }
  const figure = (name: Name): Figure => ({
    first: rounded(firsts.get(name)!),
    cpu: rounded(median(times.get(name)!)),
    answer: answers.get(name)!,
  })
  return Object.fromEntries(names.map((name) => [name, figure(name)])) as Record<Name, Figure>
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export const rounded = (value: number): number => Number(value.toPrecision(3))
