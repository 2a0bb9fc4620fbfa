import type { Appointment } from '@wangge/core/grid/schema'
import type { Category, Issue, ReportCommand } from '@wangge/core/issue/schema'
import { REPORTS } from './categories.ts'
import { createUlid, openIssue, promised } from './core.ts'
import type { createGridTree } from './core.ts'
import { toLonLat } from './geography/projection.ts'
import { pointInside } from './geography/point-inside.ts'
import type { MicroSite, Sites } from './sites.ts'
import { DAY, midnight, toInstant } from './instants.ts'
import { createCast } from './issue-cast.ts'
import type { Cast } from './issue-cast.ts'
import { liveOn } from './issue-life.ts'
import type { Organisation } from './organisations.ts'
import type { Person } from './people.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { PUBLISHED_SINCE, REFERENCE_DATE } from './settings.ts'

export type SampleIssue = Issue & { receipt: string }
export type GridTree = Extract<ReturnType<typeof createGridTree>, { ok: true }>['tree']

const COUNT = 1780
const DAYS = 21
const HOUR = 3_600_000

/** Reports by local hour: mornings and evenings. */
const BY_HOUR = [1, 1, 0, 0, 0, 1, 4, 10, 15, 14, 12, 10, 8, 7, 9, 10, 10, 12, 14, 15, 13, 10, 6, 3].map(
  (weight, hour) => [hour, weight] as const,
)

export interface IssueSources {
  sites: Sites
  tree: GridTree
  categories: readonly Category[]
  appointments: readonly Appointment[]
  organisations: readonly Organisation[]
  staff: { workers: Map<string, Person>; chiefs: Map<string, Person> }
  inspectors: readonly Person[]
}

/** Three weeks of issues up to the reference date; every history is taken step by step through the core's workflow. */
export function reportIssues(sources: IssueSources, seed: number): SampleIssue[] {
  const random = createRandom(seed, 'issues')
  const cast = createCast(sources)
  const end = midnight(REFERENCE_DATE)
  const busy = sources.sites.micros.map((micro) => [micro, Math.exp(0.9 * random.normal())] as const)
  const leaves = sources.categories.filter(({ parentId }) => parentId !== undefined)
  const popular = leaves.map((category) => [category, Math.exp(0.6 * random.normal())] as const)
  const times = Array.from(
    { length: COUNT },
    () => end - random.int(1, DAYS) * DAY + random.weighted(BY_HOUR) * HOUR + random.int(0, HOUR - 1000),
  ).sort((a, b) => a - b)
  const issues: SampleIssue[] = []
  for (const at of times) {
    const micro = random.weighted(busy)
    const category = random.weighted(popular)
    const opened = open(micro, category, at, cast, random)
    const lived = liveOn(opened, { ...sources, cast, micro, end, random, before: issues })
    issues.push({ ...lived, receipt: receiptCode(random) })
  }
  return issues
}

function open(micro: MicroSite, category: Category, at: number, cast: Cast, random: Random): Issue {
  const now = at - (at % 1000)
  const id = createUlid(now, random.next)
  const isPublished = midnight(REFERENCE_DATE) - at < PUBLISHED_SINCE.days * DAY
  const source = random.weighted([
    ['resident', 58],
    ['keeper', 27],
    ['sweep', 9],
    ['inspection', 6],
  ] as const)
  const point = random.chance(0.84) ? toLonLat(pointInside(micro.points, random)) : undefined
  const command: ReportCommand = {
    id,
    source,
    categoryId: category.id,
    attributes: attributesFor(category, now, random),
    description: random.pick(REPORTS.get(category.id)!),
    place: point ? { by: 'point', position: [point[0], point[1]], crs: 'wgs84' } : { by: 'grid', gridId: micro.id },
    ...(random.chance(0.55) && { placeText: placeText(micro, random) }),
    photos: [],
    consent: { purpose: 'issue-report', version: isPublished ? PUBLISHED_SINCE.consent : 1 },
  }
  const actor =
    source === 'resident'
      ? { id: `r-${id}`, role: 'resident' as const }
      : source === 'inspection'
        ? cast.inspector(random)
        : (cast.head(micro, now) ?? cast.worker(micro))
  const gridPath = cast.path(micro)
  return openIssue(command, {
    gridPath,
    ...(point && { position: [point[0], point[1]] as [number, number] }),
    actor,
    now,
    ...promised(category),
    ...(isPublished && { moderation: PUBLISHED_SINCE.moderation }),
  })
}

function placeText({ estate, buildings }: MicroSite, random: Random): string {
  const where = estate.kind === 'office' ? `${random.pick(buildings)}座` : `${random.pick(buildings)}号楼`
  return random.pick([
    `${estate.name.zh}${where}旁`,
    `${where}${random.int(1, 4)}单元门口`,
    `${estate.name.zh}大门口`,
    `${where}背后`,
  ])
}

function attributesFor({ attributes }: Category, now: number, random: Random): ReportCommand['attributes'] {
  const values: ReportCommand['attributes'] = {}
  for (const { code, datatype, required, values: choices = [] } of attributes) {
    if (!required && random.chance(0.45)) continue
    const keys = choices.map(({ key }) => key)
    if (datatype === 'number') values[code] = code === 'size' ? random.int(10, 160) : random.int(1, 30)
    else if (datatype === 'datetime') values[code] = toInstant(now - random.int(1, 70) * 1_800_000)
    else if (datatype === 'singlevaluelist') values[code] = random.pick(keys)
    else if (datatype === 'multivaluelist') values[code] = random.shuffle(keys).slice(0, random.int(1, Math.min(2, keys.length)))
    else values[code] = TEXTS[code]?.(random) ?? random.pick(['已经好几天了', '之前也反映过', '麻烦尽快看看'])
  }
  return values
}

const TEXTS: Record<string, (random: Random) => string> = {
  floor: (random) => `${random.int(1, 18)} 层`,
  // No real plate has these letters in this place.
  plate: (random) => `样例 ${random.int(100, 999)}`,
  pole: (random) => `GX-${random.int(100, 999)}`,
  topic: (random) => random.pick(['居住证', '加装电梯', '社保', '入学', '租房补贴']),
}

/** Like `K7QM-2X9F-4D`; Crockford's letters. */
function receiptCode(random: Random): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const some = (count: number) => Array.from({ length: count }, () => letters[random.int(0, 31)]).join('')
  return `${some(4)}-${some(4)}-${some(2)}`
}
