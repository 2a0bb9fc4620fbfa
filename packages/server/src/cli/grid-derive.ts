import { dissolve, simplifyGrids } from '@wangge/core/grid'
import type { Geometry } from '@wangge/core/grid/schema'
import type { Id } from '@wangge/core/schema'
import type { FileGrid } from '../formats/grid-file.ts'
import { required } from './arguments.ts'
import { checked } from './grid-check.ts'
import { formatFor, writeFileOf } from './grid-convert.ts'
import { GRID_OPTIONS, openGrids, readPlaces } from './grid-input.ts'
import { decimalNumber } from './language.ts'

const OUT = { ...GRID_OPTIONS, to: { type: 'string' }, format: { type: 'string' } } as const

/** `wangge grid dissolve FILE --to OUT`: the whole tree, each parent with the outline that its children give. */
export async function dissolveFile(args: string[]): Promise<void> {
  const { values, places } = readPlaces('dissolve', args, ['FILE'], OUT)
  const out = required('--to', 'a file to write to', values.to)
  const format = formatFor(out, values.format)
  const input = await openGrids(places[0]!, values)
  const { lang, progress, grids, crs } = input
  const made = await progress.phase(lang === 'zh' ? '合并边界' : 'Dissolving', () => checked(() => withParentOutlines(grids)))
  await writeFileOf(out, made, { input, format, crs })
}

/** `wangge grid simplify FILE --to OUT --tolerance M`: fewer points, for drawing; what fitted together still fits. */
export async function simplifyFile(args: string[]): Promise<void> {
  const { values, places } = readPlaces('simplify', args, ['FILE'], { ...OUT, tolerance: { type: 'string' } })
  const out = required('--to', 'a file to write to', values.to)
  const tolerance = decimalNumber('--tolerance', required('--tolerance', 'metres', values.tolerance), 0)
  const format = formatFor(out, values.format)
  const input = await openGrids(places[0]!, values)
  const { lang, progress, outlined, crs } = input
  const made = await progress.phase(lang === 'zh' ? '简化边界' : 'Simplifying', () =>
    checked(() => simplifyGrids(outlined, { tolerance, crs })),
  )
  await writeFileOf(out, made, { input, format, crs })
}

/** From below upwards, so that every parent is made of what its children have become. */
function withParentOutlines(grids: readonly FileGrid[]): FileGrid[] {
  const parentOf = new Map(grids.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId] as const])))
  const isParent = new Set(parentOf.values())
  const outlines = new Map<Id, Geometry>()
  for (const { id, geometry } of grids) if (geometry && !isParent.has(id)) outlines.set(id, geometry)
  for (let layer = [...outlines.keys()]; layer.length > 0;) {
    const ready = readyParents(layer, parentOf, outlines)
    const children = [...parentOf].filter(([id, parent]) => ready.has(parent) && outlines.has(id))
    const below = children.map(([id]) => ({ id, geometry: outlines.get(id)! }))
    for (const { id, geometry } of dissolve(below, parentOf)) outlines.set(id, geometry)
    layer = [...ready]
  }
  const known = new Set(grids.map(({ id }) => id))
  const unlisted = [...outlines].filter(([id]) => !known.has(id)).map(([id, geometry]) => ({ id, geometry }))
  const listed = grids.map((grid) => {
    const geometry = outlines.get(grid.id)
    return geometry ? { ...grid, geometry } : grid
  })
  return [...listed, ...unlisted]
}

/** Parents of a layer that have no outline yet and no child without one that has children of its own. */
function readyParents(layer: readonly Id[], parentOf: ReadonlyMap<Id, Id>, outlines: ReadonlyMap<Id, Geometry>): Set<Id> {
  const wanted = new Set(layer.flatMap((id) => parentOf.get(id) ?? []).filter((id) => !outlines.has(id)))
  const isParent = new Set(parentOf.values())
  for (const [id, parent] of parentOf) if (isParent.has(id) && !outlines.has(id)) wanted.delete(parent)
  return wanted
}
