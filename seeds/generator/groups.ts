import { shareOut } from './share-out.ts'
import type { Sites } from './sites.ts'
import type { Person, Population } from './people.ts'
import { createRandom } from './random.ts'
import { COUNTS } from './settings.ts'

export interface Group {
  id: string
  /** 总—一般—微 work group, or 微网格员—居民 group. */
  kind: 'hierarchy' | 'resident'
  gridId: string
  provider: 'wechat' | 'wecom-internal' | 'wecom-customer'
  ownerPersonId: string
  memberCount: number
  cap: number
  state: 'active' | 'full' | 'dormant'
}

const CAPS = { wechat: 500, 'wecom-internal': 2000, 'wecom-customer': 500 } as const

/** 780 + 3,762, read as two kinds side by side; every micro-grid has at least one group of residents. */
export function registerGroups(
  sites: Sites,
  { heads }: Population,
  staff: { workers: Map<string, Person>; chiefs: Map<string, Person> },
  seed: number,
): Group[] {
  const random = createRandom(seed, 'groups')
  const parents = [
    ...[sites.root, ...sites.communities].map(({ id }) => ({ id, weight: 6 })),
    ...sites.estates.map(({ id, micros }) => ({ id, weight: 3 + micros.length * random.between(0.1, 0.4) })),
  ]
  const groupsPerParent = shareOut(
    COUNTS.hierarchyGroups,
    parents.map(({ weight }) => weight),
  )
  const hierarchy = parents.flatMap(({ id: gridId }, k) =>
    Array.from({ length: groupsPerParent[k]! }, (): Omit<Group, 'id'> => {
      const owner = (staff.chiefs.get(gridId) ?? staff.workers.get(gridId))!
      const provider = random.weighted([
        ['wechat', 6],
        ['wecom-internal', 4],
      ] as const)
      return {
        kind: 'hierarchy',
        gridId,
        provider,
        ownerPersonId: owner.id,
        memberCount: random.int(6, 58),
        cap: CAPS[provider],
        state: random.chance(0.05) ? 'dormant' : 'active',
      }
    }),
  )
  const perMicro = shareOut(
    COUNTS.residentGroups,
    sites.micros.map(({ households }) => households ** 0.6 * random.between(0.5, 1.5)),
  )
  const resident = sites.micros.flatMap(({ id: gridId, households }, k) =>
    Array.from({ length: perMicro[k]! }, (): Omit<Group, 'id'> => {
      const provider = random.weighted([
        ['wechat', 7],
        ['wecom-customer', 3],
      ] as const)
      const cap = provider === 'wecom-customer' && random.chance(0.3) ? 40 : CAPS[provider]
      const memberCount = Math.min(cap, Math.max(4, Math.round((households / perMicro[k]!) * random.between(0.7, 2.2))))
      return {
        kind: 'resident',
        gridId,
        provider,
        ownerPersonId: heads[k]!.id,
        memberCount,
        cap,
        state: memberCount === cap ? 'full' : random.chance(0.06) ? 'dormant' : 'active',
      }
    }),
  )
  return [...hierarchy, ...resident].map((group, k) => ({ id: `gr-${String(k + 1).padStart(4, '0')}`, ...group }))
}
