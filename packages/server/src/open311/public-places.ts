import { withholdSmall } from '@wangge/core/privacy'
import type { GridTree } from '@wangge/core/grid'
import { isListed, open311Status } from '@wangge/core/issue'
import type { Issue, Open311Status } from '@wangge/core/issue/schema'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { ListedCount } from '../storage/listed-issues.ts'

export interface PublicPlaces {
  /** Of which nothing is listed: there are so few in the whole district that each would tell of somebody. */
  isWithheld(status: Open311Status): boolean
  /** The community, or the district where naming it would give a small count away or nobody has taken the issue up. */
  placeOf(issue: Pick<Issue, 'state' | 'gridPath'>): Pick<GridRecord, 'id' | 'name'>
}

/**
 * What a list of single issues may tell of where they lie, so that counting its rows gives no count that the counts of a grid
 * withhold: a community is named only where enough of the same status lie in it, by the rule of those counts.
 */
export function publicPlaces(counts: readonly ListedCount[], tree: GridTree, least: number): PublicPlaces {
  const { root } = tree
  const communities = new Set(tree.children(root.id).map(({ id }) => id))
  const shallow = { root, children: (id: string) => (id === root.id ? tree.children(id) : []) }
  const hidden = (status: Open311Status) => {
    const totals = new Map<string, number>()
    for (const { communityId, status: one, count } of counts) {
      if (one !== status) continue
      for (const id of [root.id, communityId]) if (id !== null) totals.set(id, (totals.get(id) ?? 0) + count)
    }
    return withholdSmall(shallow, totals, least)
  }
  const withheld = { open: hidden('open'), closed: hidden('closed') }
  return {
    isWithheld: (status) => withheld[status].has(root.id),
    placeOf({ state, gridPath: [, communityId = ''] }) {
      const isNamed = isListed(state) && communities.has(communityId) && !withheld[open311Status(state)].has(communityId)
      return isNamed ? tree.get(communityId)! : root
    },
  }
}
