import { checkCoverage, createStaffingIndex, gridHealth } from '@wangge/core/grid'
import type { CoverageReport, GridHealth, GridTree } from '@wangge/core/grid'
import type { Instant } from '@wangge/core/schema'
import type { Context } from '../context.ts'
import { notFound } from '../problem.ts'
import { loadGroups } from './load-reference.ts'
import { inOrder } from './reference.ts'
import type { Reference } from './reference.ts'

/** Borders of a tree stay as they are: they are checked once for each. */
const checked = new WeakMap<GridTree, CoverageReport>()

/**
 * How complete the district's grids are as of an instant: outlines, levels and appointments of then, the targets and groups of now.
 * @throws ProblemError 404 `no-grids-then` where there was no grid yet, or is none any more
 */
export async function districtHealth({ db, districtId, reference }: Context, asOf: Instant): Promise<GridHealth> {
  const current = await reference.current()
  const tree = current.treeOf(asOf)
  if (!tree) throw notFound('no-grids-then', 'There are no grids at that instant')
  const { appointments, targets } = current
  return gridHealth(tree, {
    asOf,
    coverage: coverageOf(tree, current),
    staffing: createStaffingIndex(tree, appointments).at(Date.parse(asOf)),
    targets,
    groups: await loadGroups(db, districtId),
  })
}

function coverageOf(tree: GridTree, { outline }: Reference): CoverageReport {
  const known = checked.get(tree)
  if (known) return known
  const drawn = inOrder(tree).flatMap(({ id, parentId }) => {
    const geometry = outline(id)
    return geometry ? [{ id, geometry, ...(parentId !== undefined && { parentId }) }] : []
  })
  const report = checkCoverage(drawn, { crs: 'wgs84' })
  checked.set(tree, report)
  return report
}
