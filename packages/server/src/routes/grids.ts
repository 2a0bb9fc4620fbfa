import { gridListSchema, gridOutlinesSchema, gridStatusSchema } from '@wangge/core/grid/schema'
import type { GridOutlines, GridStatus } from '@wangge/core/grid/schema'
import { isOpen } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import { localMidnight } from '../local-midnight.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { countIssues } from '../storage/issue-counts.ts'
import type { Reference } from '../storage/reference.ts'

const EVERYBODY = ['public', 'org', 'staff'] as const
const OPEN_STATES = issueStateSchema.options.filter(isOpen)
const NO_ISSUES = { open: 0, reportedToday: 0, closedWithin7Days: 0 }

export const listGrids = operation({
  method: 'GET',
  path: '/v1/grids',
  id: 'listGrids',
  summary: 'All grids of the district, without geometry',
  access: EVERYBODY,
  query: noQuerySchema,
  answers: { 200: { description: 'Parents before their children', schema: gridListSchema } },
  async handle({ context }) {
    const { at, grids } = await context.reference.current()
    return { status: 200, body: { asOf: at, grids } }
  },
})

export const getGridStatus = operation({
  method: 'GET',
  path: '/v1/grids/{id}/status',
  id: 'getGridStatus',
  summary: 'Issues and staffing of a grid and of each of its children',
  access: EVERYBODY,
  query: noQuerySchema,
  answers: { 200: { description: 'Counts over the whole subtree', schema: gridStatusSchema } },
  async handle({ context: { db, districtId, reference }, params, now }) {
    const { tree, timeZone, staffing } = await reference.current()
    const { id } = grid(tree, params.id!)
    const { total, byChild } = await countIssues(db, districtId, {
      gridId: id,
      depth: tree.path(id).length - 1,
      openStates: OPEN_STATES,
      midnight: localMidnight(now, timeZone),
      now,
    })
    const { rates } = staffing(now)
    const children = tree.children(id).map((child) => ({
      gridId: child.id,
      level: child.level,
      name: child.name,
      issues: byChild.get(child.id) ?? NO_ISSUES,
      staffing: rates(child.id),
    }))
    const counts = { gridId: id, issues: total, staffing: rates(id), children }
    const body: GridStatus = { ...counts, asOf: new Date(now).toISOString() }
    return { status: 200, body, tag: counts }
  },
})

export const getGridOutlines = operation({
  method: 'GET',
  path: '/v1/grids/{id}/outlines',
  id: 'getGridOutlines',
  summary: 'Outlines of a grid’s children, or of the grid itself where it has none',
  access: EVERYBODY,
  query: noQuerySchema,
  answers: { 200: { description: 'GeoJSON in WGS-84', schema: gridOutlinesSchema } },
  async handle({ context, params }) {
    const { tree, outline } = await context.reference.current()
    const own = grid(tree, params.id!)
    const children = tree.children(own.id)
    const features = (children.length > 0 ? children : [own]).flatMap(({ id, level, name }) => {
      const geometry = outline(id)
      return geometry ? [{ type: 'Feature' as const, id, properties: { level, name }, geometry }] : []
    })
    const body: GridOutlines = { type: 'FeatureCollection', features }
    return { status: 200, body }
  },
})

function grid(tree: Reference['tree'], id: string) {
  const found = tree.get(id)
  if (found) return found
  throw notFound('unknown-grid', 'There is no such grid')
}
