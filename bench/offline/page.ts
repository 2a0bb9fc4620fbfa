// Runs in the browser: what each store is asked to do, and how long it takes from there until its own promise says so.
import { SUBJECTS } from './subjects.ts'
import type { Grid, Subject } from './subjects.ts'

export interface Loaded {
  load: number
  /** Of many, the median. */
  point: number
  update: number
}

interface Bench {
  make(count: number): Promise<void>
  load(subject: string): Promise<Loaded>
  cold(subject: string, count: number): Promise<number>
}

declare global {
  interface Window {
    bench: Bench
  }
}

const TRIES = 25
let rows: Grid[] = []

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

async function each(work: (row: Grid) => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < TRIES; n += 1) {
    const row = rows[Math.floor((rows.length * (n + 0.5)) / TRIES)]!
    times.push(await timed(() => work(row)))
  }
  return times.sort((a, b) => a - b)[Math.floor(TRIES / 2)]!
}

const subjectOf = (name: string) => SUBJECTS[name] as () => Subject

window.bench = {
  async make(count) {
    const grids = (await (await fetch('/grids.json')).json()) as Grid[]
    rows = Array.from({ length: count }, (_, i) => copyOf(grids[i % grids.length]!, Math.floor(i / grids.length)))
  },
  async load(name) {
    const subject = subjectOf(name)()
    await subject.open()
    const load = await timed(() => subject.load(rows))
    const point = await each(async ({ id }) => {
      const found = await subject.get(id)
      if (found?.id !== id) throw new Error(`${name} gave ${found?.id} instead of ${id}`)
    })
    const update = await each((row) => subject.put({ ...row, households: 1 }))
    const changed = await subject.get(rows[Math.floor(rows.length / TRIES / 2)]!.id)
    if (changed?.['households'] !== 1) throw new Error(`${name} did not keep an update`)
    await subject.close()
    return { load, point, update }
  },
  async cold(name, count) {
    const subject = subjectOf(name)()
    let found: readonly unknown[] = []
    const took = await timed(async () => {
      await subject.open()
      found = await subject.readAll()
    })
    if (found.length !== count) throw new Error(`${name} gave ${found.length} of ${count} rows`)
    await subject.close()
    return took
  },
}

/** Nothing of it is shared with another, as nothing is that came from a server: a browser would write it once. */
function copyOf(grid: Grid, copy: number): Grid {
  if (copy === 0) return grid
  const { parentId } = grid
  return {
    ...structuredClone(grid),
    id: `${grid.id}-${copy}`,
    ...(parentId === undefined ? {} : { parentId: `${String(parentId)}-${copy}` }),
  }
}
