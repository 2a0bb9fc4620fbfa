// Every order in which tabs can take their steps, tried one after the other: the code is the real one, its steps wait to be let go.
import { SdkError } from '../src/errors.ts'
import type { Locks, Wakeups } from '../src/ports/index.ts'

/** What an adversary may do beside ordering the steps, and how often in one run. */
export interface Adversary {
  /** A tab is closed in the middle of its work. */
  crashes: number
  /** A tab that waits for a lock takes it from the one that has it, which goes on not knowing. */
  steals: number
  /** An answer is lost on the way back. */
  lostAnswers: number
  /** How often a tab is interrupted in favour of another while it could have gone on. @defaultValue any number of times */
  preemptions?: number
}

export interface Tab {
  name: string
  /** Waits until the step may be taken; never, where the tab has died. @throws what the adversary has decided on */
  step(what: string, fallible?: () => Error): Promise<void>
  locks: Locks
  wakeups: Wakeups
}

export interface Explored {
  runs: number
  /** Steps of the longest run. */
  longest: number
}

interface Waiting {
  tab: string
  what: string
  go: () => void
  fail?: (() => void) | undefined
}

interface Held {
  tab: string
  lose: () => void
  release: () => void
}

type Move =
  | { kind: 'step'; index: number; isPreemption: boolean }
  | { kind: 'lose-answer'; index: number }
  | { kind: 'crash'; tab: string }
  | { kind: 'steal'; lock: string }
  | { kind: 'timer' }

/** Runs `run` once for each sequence of moves, depth first. `check` is called after each move and once at the end. */
export async function explore(
  adversary: Adversary,
  run: (tabs: (name: string) => Tab, now: () => number) => { check: (isEnd: boolean, moves: string[]) => void },
): Promise<Explored> {
  const choices: number[] = []
  let runs = 0
  let longest = 0
  for (;;) {
    const options = await one(adversary, run, choices)
    runs += 1
    longest = Math.max(longest, options.length)
    // The last choice that has another way, and that one next.
    let at = options.length - 1
    while (at >= 0 && (choices[at] ?? 0) + 1 >= (options[at] as number)) at -= 1
    if (at < 0) return { runs, longest }
    choices.length = Math.min(choices.length, at + 1)
    while (choices.length <= at) choices.push(0)
    choices[at] = (choices[at] as number) + 1
  }
}

/** One run along `choices`, then always the first way. Resolves to the number of ways at each move. */
async function one(adversary: Adversary, run: Parameters<typeof explore>[1], choices: readonly number[]): Promise<number[]> {
  const world = createSteps()
  const { check } = run(world.tab, world.now)
  const left = { preemptions: Infinity, ...adversary }
  const options: number[] = []
  const log: string[] = []
  let current = ''
  for (;;) {
    await drain()
    const moves = world.moves(current, left)
    check(moves.length === 0, log)
    if (moves.length === 0) return options
    const move = moves[choices[options.length] ?? 0] as Move
    options.push(moves.length)
    if (options.length > 500) throw new Error(`Expected an end, got ${log.slice(-20).join(', ')}`)
    if (move.kind === 'step' && move.isPreemption) left.preemptions -= 1
    if (move.kind === 'lose-answer') left.lostAnswers -= 1
    if (move.kind === 'crash') left.crashes -= 1
    if (move.kind === 'steal') left.steals -= 1
    const { tab, what } = world.take(move)
    log.push(`${tab} ${what}`)
    current = tab
  }
}

/** All that is fake answers in microtasks; none of what is tried here is deeper than this. */
async function drain() {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve()
}

function createSteps() {
  let now = 0
  let waiting: Waiting[] = []
  let timers: { tab: string; at: number; callback: () => void }[] = []
  const dead = new Set<string>()
  const held = new Map<string, Held>()
  const queues = new Map<string, { tab: string; grant: () => void }[]>()

  function next(lock: string) {
    held.delete(lock)
    const queue = queues.get(lock) ?? []
    const first = queue.shift()
    first?.grant()
  }

  function locksOf(tab: string): Locks {
    return {
      exclusive: (lock, task) =>
        new Promise((resolve, reject) => {
          if (dead.has(tab)) return
          const grant = () => {
            const lost = new AbortController()
            let isOver = false
            const release = () => {
              if (isOver) return
              isOver = true
              if (held.get(lock)?.release === release) next(lock)
            }
            const lose = () => {
              isOver = true
              lost.abort()
              reject(new SdkError('aborted', 'lost', { retryable: true }))
            }
            held.set(lock, { tab, lose, release })
            task(lost.signal).then(resolve, reject).finally(release)
          }
          if (held.has(lock)) queues.set(lock, [...(queues.get(lock) ?? []), { tab, grant }])
          else grant()
        }),
    }
  }

  /** What can happen now, first what the tab that went last would do next. */
  function moves(current: string, left: Required<Adversary>): Move[] {
    const steps = [...new Set(waiting.map(({ tab }) => tab))].map((tab) => waiting.findIndex((one) => one.tab === tab))
    const goesOn = steps.find((index) => waiting[index]?.tab === current)
    const ordered = goesOn === undefined ? steps : [goesOn, ...steps.filter((index) => index !== goesOn)]
    const able = ordered.filter((index) => goesOn === undefined || index === goesOn || left.preemptions > 0)
    if (ordered.length === 0) return timers.length > 0 ? [{ kind: 'timer' }] : []
    return [
      ...able.map((index): Move => ({ kind: 'step', index, isPreemption: goesOn !== undefined && index !== goesOn })),
      ...(left.lostAnswers > 0
        ? able.filter((index) => waiting[index]?.fail).map((index): Move => ({ kind: 'lose-answer', index }))
        : []),
      ...(left.crashes > 0 ? ordered.map((index): Move => ({ kind: 'crash', tab: waiting[index]!.tab })) : []),
      ...(left.steals > 0
        ? [...held.keys()].filter((lock) => queues.get(lock)?.length).map((lock): Move => ({ kind: 'steal', lock }))
        : []),
    ]
  }

  function take(move: Move): { tab: string; what: string } {
    if (move.kind === 'timer') {
      const first = timers.reduce((one, other) => (other.at < one.at ? other : one))
      timers = timers.filter((timer) => timer !== first)
      now = Math.max(now, first.at)
      first.callback()
      return { tab: first.tab, what: 'is woken' }
    }
    if (move.kind === 'crash') {
      const { tab } = move
      dead.add(tab)
      waiting = waiting.filter((one) => one.tab !== tab)
      timers = timers.filter((one) => one.tab !== tab)
      for (const [lock, queue] of queues)
        queues.set(
          lock,
          queue.filter((one) => one.tab !== tab),
        )
      for (const [lock, holder] of [...held]) if (holder.tab === tab) next(lock)
      return { tab: '', what: `${tab} dies` }
    }
    if (move.kind === 'steal') {
      const holder = held.get(move.lock) as Held
      next(move.lock)
      holder.lose()
      return { tab: held.get(move.lock)?.tab ?? '', what: `takes ${move.lock} from ${holder.tab}` }
    }
    const [step] = waiting.splice(move.index, 1) as [Waiting]
    if (move.kind === 'lose-answer') step.fail?.()
    else step.go()
    return { tab: step.tab, what: move.kind === 'lose-answer' ? `${step.what} is lost` : step.what }
  }

  return {
    now: () => now,
    moves,
    take,
    tab: (name: string): Tab => ({
      name,
      locks: locksOf(name),
      step: (what, fallible) =>
        new Promise((go, reject) => {
          if (dead.has(name)) return
          waiting.push({ tab: name, what, go, fail: fallible && (() => reject(fallible())) })
        }),
      wakeups: {
        after(ms, callback) {
          const timer = { tab: name, at: now + ms, callback }
          if (!dead.has(name)) timers.push(timer)
          return () => (timers = timers.filter((one) => one !== timer))
        },
        onBetter: () => () => {},
      },
    }),
  }
}
