// 1+1+N at any instant, and grids found at a keystroke: milliseconds of processor time.
//   node bench/staffing.ts
// Prints the figures and writes bench/results/staffing.json. The sample district with 10,000 made-up appointments over six
// years; for the search 100,000 made-up grids, once with the names that buildings have, once with a name for each.
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { createGridTree } from '../packages/core/src/grid/grid-tree.ts'
import type { GridTree } from '../packages/core/src/grid/grid-tree.ts'
import { handoverGaps } from '../packages/core/src/grid/handover-gaps.ts'
import type { Appointment, GridRecord } from '../packages/core/src/grid/schema.ts'
import { createStaffingIndex } from '../packages/core/src/grid/staffing-index.ts'
import { median, rounded } from './coverage/measure.ts'

const DAY = 86_400_000
const START = Date.parse('2023-01-01T00:00:00+08:00')
const SPAN = 6 * 365
const APPOINTMENTS = 10_000

let state = 7
/** Numbers below `bound`, the same at every run (Numerical Recipes' generator). */
function random(bound: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * bound)
}

const text = (day: number) => new Date(START + day * DAY).toISOString()

function treeOf(records: readonly GridRecord[]): GridTree {
  const result = createGridTree(records)
  if (!result.ok) throw new Error(`Expected one tree, got ${JSON.stringify(result.problems.slice(0, 3))}`)
  return result.tree
}

function appointmentsFor(micros: readonly GridRecord[]): Appointment[] {
  const roles = ['buildingHead', 'dualPrimary', 'volunteer'] as const
  return Array.from({ length: APPOINTMENTS }, (_, n) => {
    const from = random(SPAN)
    const to = random(4) > 0 ? { to: text(from + 30 + random(700)) } : {}
    const gridId = micros[n % micros.length]!.id
    return { id: `a${n}`, role: roles[n % 3]!, personId: `p${random(8_000)}`, gridId, from: text(from), ...to }
  })
}

/** Milliseconds of each call's processor time. */
function timesOf(calls: readonly (() => unknown)[]): number[] {
  return calls.map((call) => {
    const before = process.cpuUsage()
    call()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
}

function figures(calls: readonly (() => unknown)[]) {
  for (const call of calls.slice(0, Math.ceil(calls.length / 5))) call()
  const times = timesOf(calls)
  times.sort((one, other) => one - other)
  return { median: rounded(median(times)), p95: rounded(times[Math.floor(times.length * 0.95)]!), most: rounded(times.at(-1)!) }
}

function measureStaffing() {
  const file = new URL('../seeds/data/grids.json', import.meta.url)
  const { records } = JSON.parse(readFileSync(file, 'utf8')) as { records: GridRecord[] }
  // As of any day: the sample's grids begin on one.
  const tree = treeOf(records.map(({ geometry: _, validFrom: __, ...record }) => record))
  const appointments = appointmentsFor(records.filter(({ level }) => level === 'micro'))
  const index = createStaffingIndex(tree, appointments)
  // Every instant between two other turns: none of the answers is remembered.
  const instants = index.turns.filter((_, n) => n % 8 === 0)
  let full = 0
  const at = figures(instants.map((instant) => () => (full += index.at(instant).rates(tree.root.id).full.num)))
  const build = figures(Array.from({ length: 30 }, () => () => createStaffingIndex(tree, appointments)))
  const window = { from: START, to: START + SPAN * DAY }
  const { gaps, overlaps } = handoverGaps(tree, appointments, window)
  const handovers = figures(Array.from({ length: 30 }, () => () => handoverGaps(tree, appointments, window)))
  return {
    grids: records.length,
    appointments: appointments.length,
    'appointments read, ms': build,
    'instants asked': instants.length,
    'one instant, ms': at,
    'mean number with 1+1+N complete': rounded(full / (1.2 * instants.length)),
    'handovers of six years, ms': handovers,
    'gaps and overlaps found': gaps.length + overlaps.length,
  }
}

const SYLLABLES =
  '永yong 安an 桂gui 溪xi 和he 平ping 长chang 乐le 天tian 华hua 临lin 江jiang 大da 源yuan 科ke 创chuang 月yue 湖hu 南nan 新xin'
const SIGNS = SYLLABLES.split(' ').map((pair) => ({ sign: pair.slice(0, 1), sound: pair.slice(1) }))
const GRIDS = 100_000
const TYPED = [
  'y',
  'yo',
  'yon',
  'yong',
  'yonga',
  'yongan',
  'ya',
  'yas',
  'yash',
  '永',
  '永安',
  '永an',
  '3号楼',
  '12hl',
  '510107064013',
  'gx1250',
  'zz',
]

function manyGrids(ownNames: boolean): GridRecord[] {
  const records: GridRecord[] = []
  const add = (
    level: GridRecord['level'],
    parent: number,
    word: number,
    { zh, pinyin, en }: Record<'zh' | 'pinyin' | 'en', string>,
  ) => {
    const signs = Array.from({ length: word }, () => SIGNS[random(SIGNS.length)]!)
    const n = records.length
    records.push({
      id: `g${n}`,
      level,
      ...(n > 0 && { parentId: `g${parent}` }),
      name: { zh: signs.map(({ sign }) => sign).join('') + zh, en: `${signs.map(({ sound }) => sound).join('')} ${en}` },
      pinyin: [...signs.map(({ sound }) => sound), pinyin].join(' ').trim(),
      codes:
        n > 0 && n <= 40 ? [{ scheme: 'nbs12', value: String(510_107_064_000 + n) }] : [{ scheme: 'local', value: `GX-${n}` }],
    })
  }
  add('subdistrict', 0, 2, { zh: '街道', pinyin: 'jie dao', en: 'Sub-district' })
  for (let n = 0; n < 40; n++) add('community', 0, 2, { zh: '社区', pinyin: 'she qu', en: 'Community' })
  for (let n = 0; n < 2_000; n++) add('estate', 1 + (n % 40), 3, { zh: '', pinyin: '', en: 'Court' })
  for (let n = 0; records.length < GRIDS; n++) {
    const number = Math.floor(n / 2_000) + 1
    add('micro', 41 + (n % 2_000), ownNames ? 3 : 0, {
      zh: `${number}号楼`,
      pinyin: `${number} hao lou`,
      en: `Building ${number}`,
    })
  }
  return records
}

function measureSearch(ownNames: boolean) {
  const tree = treeOf(manyGrids(ownNames))
  const [first] = timesOf([() => tree.search('never')])
  const each = TYPED.map((typed) => {
    const { median: ms } = figures(Array.from({ length: 15 }, () => () => tree.search(typed)))
    return [typed, { found: tree.search(typed).length, ms }] as const
  })
  const all = rounded(median(each.map(([, { ms }]) => ms).sort((one, other) => one - other)))
  return { grids: tree.size, 'the first search, ms': rounded(first!), 'a keystroke, ms': all, typed: Object.fromEntries(each) }
}

const results = {
  what: 'Staffing at any instant, handovers, and search at a keystroke; processor time',
  again: 'node bench/staffing.ts',
  date: new Date().toISOString().slice(0, 10),
  where: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'unknown'}`,
  staffing: measureStaffing(),
  search: {
    'buildings called alike': measureSearch(false),
    'a name for each': measureSearch(true),
  },
}
console.log(JSON.stringify(results, null, 2))
writeFileSync(new URL('./results/staffing.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
