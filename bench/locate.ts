// How long it takes to find the grid of a point, beside the usual ways, and whether the answers are the same.
//   (cd bench/peers && npm ci)
//   node --expose-gc bench/locate.ts [--only <part of a set's name>] [--rounds 9]
// Prints a table and writes bench/results/locate.json. Ratios, not nanoseconds: machines differ.
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { median, rounded } from './coverage/measure.ts'
import { counties, district, jittered, swiss } from './coverage/sets.ts'
import type { Set } from './coverage/sets.ts'
import { exact, flatbushAndHao, flatbushAndRobust, ours, whichPolygonAlone } from './locate/peers.ts'
import type { Build, Locate } from './locate/peers.ts'
import type { Position } from '../packages/core/src/schema.ts'
import { hardPoints, pointsInBoxes, pointsInExtent } from './locate/points.ts'
import { clustered, dirty, flattened, withIsland } from './locate/sets.ts'

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, rounds: { type: 'string', default: '9' } },
})
const TIMED = 100_000
const COMPARED = 30_000
const TARGET = 5

const BUILDS = {
  ours,
  'flatbush + point-in-polygon-hao': flatbushAndHao,
  'flatbush + robust-point-in-polygon': flatbushAndRobust,
  'which-polygon': whichPolygonAlone,
} satisfies Record<string, Build>
type Name = keyof typeof BUILDS
const NAMES = Object.keys(BUILDS) as Name[]

interface Row {
  set: string
  grids: number
  'faster peer ÷ ours': number
  met: boolean
  'ns per point': Record<string, number>
  /** Over the whole extent, much of it outside. */
  'ns per point, anywhere': Record<string, number>
  'points compared': number
  'answers unlike exact arithmetic': Record<string, number>
  'ms to build': Record<string, number>
  'MB held': Record<string, number>
}

/** A loop with compiled code of its own: one locator's way of being called does not slow another down. */
const loopOver = () =>
  new Function(
    'locate',
    'points',
    'let found = 0; for (let i = 0; i < points.length; i++) if (locate(points[i]) !== undefined) found++; return found',
  ) as (locate: Locate, points: readonly Position[]) => number

/** Milliseconds of processor time of each, medians of rounds in which all take turns, from the first and from the last. */
function byTurns(rounds: number, works: Record<Name, () => unknown>): Record<Name, number> {
  const times = each((): number[] => [])
  for (let round = -2; round < rounds; round++) {
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      const before = process.cpuUsage()
      works[name]()
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) times[name].push((user + system) / 1000)
    }
  }
  return each((name) => median(times[name]))
}

function nanoseconds(locators: Record<Name, Locate>, points: readonly Position[]): Record<Name, number> {
  const works = each((name) => {
    const loop = loopOver()
    return () => loop(locators[name], points)
  })
  const times = byTurns(Number(options.rounds), works)
  return each((name) => rounded((times[name] * 1e6) / points.length))
}

const each = <T>(figure: (name: Name) => T) => Object.fromEntries(NAMES.map((name) => [name, figure(name)])) as Record<Name, T>

function measure(set: Set): Row {
  const locators = each((name) => BUILDS[name](set.grids, set.crs))
  const inBoxes = nanoseconds(locators, pointsInBoxes(set, TIMED, 1))
  const anywhere = nanoseconds(locators, pointsInExtent(set, TIMED, 2))
  const ratio = rounded(Math.min(...NAMES.slice(1).map((name) => inBoxes[name])) / inBoxes.ours)
  const differences = countDifferences(set, locators)
  const row: Row = {
    set: set.name,
    grids: set.grids.length,
    'faster peer ÷ ours': ratio,
    met: ratio >= TARGET && differences.ours === 0,
    'ns per point': inBoxes,
    'ns per point, anywhere': anywhere,
    'points compared': COMPARED,
    'answers unlike exact arithmetic': differences,
    ...buildCosts(set),
  }
  console.log(
    `${row.set}: ${ratio}× the faster peer, ${differences.ours} of ${COMPARED} answers unlike exact arithmetic${row.met ? '' : ' MISSED'}`,
  )
  for (const name of NAMES) {
    console.log(
      `  ${name}: ${inBoxes[name]} ns (anywhere ${anywhere[name]} ns), ${differences[name]} unlike, ` +
        `${row['ms to build'][name]} ms to build, ${row['MB held'][name]} MB`,
    )
  }
  return row
}

function countDifferences(set: Set, locators: Record<Name, Locate>): Record<Name, number> {
  const reference = exact(set.grids, set.crs)
  const unlike = each(() => 0)
  const points = [...hardPoints(set, COMPARED / 2, 4), ...pointsInBoxes(set, COMPARED / 2, 5)]
  for (const point of points) {
    const expected = reference(point)
    for (const name of NAMES) if (locators[name](point) !== expected) unlike[name]++
  }
  return unlike
}

function buildCosts(set: Set): Pick<Row, 'ms to build' | 'MB held'> {
  const times = byTurns(
    5,
    each((name) => () => BUILDS[name](set.grids, set.crs)),
  )
  const held = (name: Name) => {
    const sizes = Array.from({ length: 3 }, () => {
      const before = memory()
      const locate = BUILDS[name](set.grids, set.crs)
      const size = memory() - before
      locate([0, 0])
      return size
    })
    return rounded(median(sizes) / 1e6)
  }
  return { 'ms to build': each((name) => rounded(times[name])), 'MB held': each(held) }
}

function memory(): number {
  // Buffers are let go some collections after what held them.
  for (let i = 0; i < 4; i++) globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const SETS: (() => Set)[] = [
  () => district('micro'),
  counties,
  swiss,
  () => jittered(district('micro'), 'sample district, every vertex moved by up to a centimetre'),
  dirty,
  withIsland,
  flattened,
  clustered,
]
const rows = SETS.map((make) => make())
  .filter(({ name }) => name.includes(options.only))
  .map(measure)

if (options.only === '') {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`
  const how =
    `Processor time, medians of ${options.rounds} interleaved rounds of ${TIMED} points in the boxes of grids. Answers are compared at ` +
    `${COMPARED} points, half of them on vertices, on edges and a rounding step beside; reference: the lowest id among the grids that cover ` +
    'the point, in whole numbers without end. which-polygon gives the first it finds, and knows no boundary.'
  writeFileSync(new URL('results/locate.json', import.meta.url), `${JSON.stringify({ how, machine, sets: rows }, null, 2)}\n`)
}
