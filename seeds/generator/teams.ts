import type { Sites } from './sites.ts'
import { after } from './instants.ts'
import type { Organisation } from './organisations.ts'
import type { Population } from './people.ts'
import type { Place } from './places.ts'
import { createRandom } from './random.ts'
import { ARTICLE_DATE, COUNTS } from './settings.ts'

export interface Team {
  id: string
  kind: 'taskForce' | 'vanguard' | 'service'
  name: { zh: string; en: string }
  leaderId: string
  memberIds: string[]
  /** Evaluation points. */
  pointIds: string[]
  orgId?: string
}

export interface EvaluationPoint {
  id: string
  placeId: string
  name: { zh: string; en: string }
  gridId: string
  standardIds: string[]
  ownerTeamIds: string[]
  status: 'pass' | 'fail' | 'unassessed'
  /** Score rate of the last inspection, per cent. */
  lastScore?: number
}

export interface IntersectionDuty {
  /** A place of class `intersection`. */
  intersectionId: string
  /** A courtyard branch. */
  orgId: string
  from: string
  /** Exclusive. */
  to?: string
}

const STANDARDS = [
  'std-order',
  'std-sanitation',
  'std-facilities',
  'std-civility',
  'std-services',
  'std-safety',
  'std-publicity',
  'std-greenery',
]
const POINTS = 312

/** Teams, the points they answer for, and the intersections that courtyard branches sponsor. */
export function formTeams(
  organisations: readonly Organisation[],
  { members, activists }: Population,
  places: readonly Place[],
  sites: Sites,
  seed: number,
) {
  const random = createRandom(seed, 'teams')
  const teams: Team[] = []
  const form = (kind: Team['kind'], id: string, name: Team['name'], memberIds: string[], orgId?: string) =>
    teams.push({ id, kind, name, leaderId: memberIds[0]!, memberIds, pointIds: [], ...(orgId !== undefined && { orgId }) })

  const strong = organisations.filter(({ kind, registered }) => (kind === 'twoNew' || kind === 'courtyard') && registered >= 14)
  const hosts = random.shuffle(strong).slice(0, COUNTS.taskForce + COUNTS.vanguard)
  hosts.forEach((host, k) => {
    const roll = random
      .shuffle(members.get(host.id)!)
      .slice(0, random.int(7, 14))
      .map(({ id }) => id)
    const owner = {
      zh: host.name.zh.replace(/(院落)?党(支部|总支|委)$/, ''),
      en: host.name.en.replace(/ (Courtyard|General)? ?Party (Branch|Committee)$/, ''),
    }
    if (k < COUNTS.taskForce)
      form(
        'taskForce',
        `t-f-${String(k + 1).padStart(3, '0')}`,
        { zh: `${owner.zh}创城党员突击队`, en: `${owner.en} Task Force` },
        roll,
        host.id,
      )
    else
      form(
        'vanguard',
        `t-v-${String(k + 1 - COUNTS.taskForce).padStart(3, '0')}`,
        { zh: `${owner.zh}党员志愿者先锋队`, en: `${owner.en} Vanguard Team` },
        roll,
        host.id,
      )
  })
  const keen = random.shuffle(activists)
  sites.communities.forEach(({ name }, k) =>
    form(
      'service',
      `t-s-${String(k + 1).padStart(2, '0')}`,
      { zh: `${name.zh}创城志愿服务队`, en: `${name.en} Volunteer Service Team` },
      keen.slice(k * 24, k * 24 + 24).map(({ id }) => id),
    ),
  )

  const chosen = random
    .shuffle(places)
    .slice(0, POINTS)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const owners = teams.filter(({ kind }) => kind !== 'service')
  const points = chosen.map((place, k): EvaluationPoint => {
    const id = `ep-${String(k + 1).padStart(3, '0')}`
    // Every team gets a point before any gets a second.
    const teamIds = new Set([owners[k % owners.length]!, ...(random.chance(0.25) ? [random.pick(owners)] : [])])
    for (const team of teamIds) team.pointIds.push(id)
    const status = random.weighted([
      ['pass', 61],
      ['fail', 17],
      ['unassessed', 22],
    ] as const)
    return {
      id,
      placeId: place.id,
      name: { zh: `${place.name.zh}测评点位`, en: `Evaluation point: ${place.name.en}` },
      gridId: place.gridIds[0]!,
      standardIds: random.shuffle(STANDARDS).slice(0, random.int(2, 4)).sort(),
      ownerTeamIds: [...teamIds].map((team) => team.id),
      status,
      ...(status !== 'unassessed' && { lastScore: status === 'pass' ? random.int(80, 99) : random.int(48, 79) }),
    }
  })
  return { teams, points, duties: sponsorIntersections(organisations, places, sites, seed) }
}

/** One branch of the same community per intersection; some hand over, without a gap. */
function sponsorIntersections(
  organisations: readonly Organisation[],
  places: readonly Place[],
  sites: Sites,
  seed: number,
): IntersectionDuty[] {
  const random = createRandom(seed, 'intersection-duties')
  const communityOf = new Map(sites.micros.map(({ id, estate }) => [id, estate.community]))
  const branches = organisations.filter(({ kind }) => kind === 'courtyard')
  return places
    .filter((place) => place.class === 'intersection')
    .flatMap(({ id, gridIds }): IntersectionDuty[] => {
      const community = communityOf.get(gridIds[0]!)!
      const near = random.shuffle(branches.filter(({ gridId }) => community.estates.some((estate) => estate.id === gridId)))
      const from = after(ARTICLE_DATE, -random.int(14, 50))
      if (near.length < 2 || !random.chance(0.18)) return [{ intersectionId: id, orgId: near[0]!.id, from }]
      const to = after(ARTICLE_DATE, random.int(10, 80))
      return [
        { intersectionId: id, orgId: near[0]!.id, from, to },
        { intersectionId: id, orgId: near[1]!.id, from: to },
      ]
    })
}
