import { reachesGrid } from '@wangge/core/access'
import { toTopology } from '@wangge/core/grid'
import type { GridTree } from '@wangge/core/grid'
import { gridListSchema, gridStatusSchema } from '@wangge/core/grid/schema'
import type { GridOutlines, GridRecord, GridStatus } from '@wangge/core/grid/schema'
import type { Principal } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { gridsQuerySchema, noQuerySchema, outlinesQuerySchema, outlinesSchema } from '../schema.ts'
import { inOrder } from '../storage/reference.ts'
import type { Reference } from '../storage/reference.ts'

const EVERYBODY = ['public', 'org', 'staff'] as const

export const listGrids = operation({
  method: 'GET',
  path: '/v1/grids',
  id: 'listGrids',
  summary: 'All grids of the district, without geometry; as of another instant where one is said',
  access: EVERYBODY,
  roles: STAFF_ROLES,
  scope: 'open',
  query: gridsQuerySchema,
  answers: { 200: { description: 'Parents before their children', schema: gridListSchema } },
  async handle({ context, principal, query: { at: wanted } }) {
    const reference = await context.reference.current()
    const { at, grids, smallCount, tree } = reference
    const then = wanted === undefined ? tree : reference.treeOf(wanted)
    const shown = then === tree ? grids : then ? inOrder(then) : []
    const told = shown.map((one) => (seesAll(principal, one.id, tree) ? one : withoutFewHouseholds(one, smallCount)))
    return { status: 200, body: { asOf: wanted ?? at, grids: told } }
  },
})

export const getGridStatus = operation({
  method: 'GET',
  path: '/v1/grids/{id}/status',
  id: 'getGridStatus',
  summary: 'Issues and staffing of a grid and of each of its children',
  access: EVERYBODY,
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'Counts over the whole subtree', schema: gridStatusSchema } },
  async handle({ context, principal, params, now }) {
    const reference = await context.reference.current()
    const { tree, staffing, smallCount } = reference
    const { id } = grid(tree, params.id!)
    const counts = await context.issueCounts.current(reference, now)
    const isFull = (gridId: string) => seesAll(principal, gridId, tree)
    const issues = (gridId: string) => (isFull(gridId) ? counts.of(gridId) : counts.published(gridId))
    const { rates } = staffing(now)
    const children = tree.children(id).map((child) => ({
      gridId: child.id,
      level: child.level,
      name: child.name,
      issues: issues(child.id),
      staffing: rates(child.id),
    }))
    const isWithheld = ![id, ...children.map(({ gridId }) => gridId)].every(isFull)
    const status = {
      gridId: id,
      issues: issues(id),
      ...(isWithheld && { withheldBelow: smallCount }),
      staffing: rates(id),
      children,
    }
    const body: GridStatus = { ...status, asOf: new Date(now).toISOString() }
    return { status: 200, body, tag: status }
  },
})

export const getGridOutlines = operation({
  method: 'GET',
  path: '/v1/grids/{id}/outlines',
  id: 'getGridOutlines',
  summary: 'Outlines of a grid’s children, or of the grid itself where it has none, now or then; borders once each as TopoJSON',
  access: EVERYBODY,
  roles: STAFF_ROLES,
  scope: 'open',
  query: outlinesQuerySchema,
  answers: {
    200: { description: 'GeoJSON or TopoJSON in WGS-84', schema: outlinesSchema },
  },
  async handle({ context, params, query }) {
    const { tree: current, treeOf, outline } = await context.reference.current()
    const tree = query.at === undefined ? current : treeOf(query.at)
    const own = grid(tree, params.id!)
    const children = tree!.children(own.id)
    const features = (children.length > 0 ? children : [own]).flatMap(({ id, level, name }) => {
      const geometry = outline(id)
      return geometry ? [{ type: 'Feature' as const, id, properties: { level, name }, geometry }] : []
    })
    if (query.format === 'topojson') {
      const topology = toTopology(features, { decimals: 'fewest', objectOf: ({ properties }) => properties.level })
      return { status: 200, body: topology }
    }
    const body: GridOutlines = { type: 'FeatureCollection', features }
    return { status: 200, body }
  },
})

/** Staff in whose reach the grid lies see counts as they are. */
const seesAll = (principal: Principal, gridId: string, tree: GridTree): boolean =>
  principal.kind === 'staff' && principal.grants.some((grant) => reachesGrid(grant, gridId, tree))

/** A door or two, and those who live behind them, are somebody's home. */
function withoutFewHouseholds(record: GridRecord, least: number): GridRecord {
  const { households, residentPop, ...rest } = record
  const isFew = (count: number | undefined) => count !== undefined && count > 0 && count < least
  return isFew(households) || isFew(residentPop) ? rest : record
}

function grid(tree: Reference['tree'] | undefined, id: string) {
  const found = tree?.get(id)
  if (found) return found
  throw notFound('unknown-grid', 'There is no such grid')
}
