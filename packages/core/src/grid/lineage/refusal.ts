import type { Finding } from '../coverage-schema.ts'
import type { GridProblem } from '../problem.ts'
import type { GridLevel } from '../schema.ts'
import type { Crs, Id, Instant } from '../../schema.ts'

/** Why a grid is not split, merged or redrawn, and what stands in the way. */
export type LineageRefusal = { ok: false } & (
  | { reason: 'unknown-grid'; detail: { gridId: Id } }
  | { reason: 'listed-twice'; detail: { gridId: Id } }
  /** Two parts at least make a split, two grids at least a merge, one at least a redraw. */
  | { reason: 'too-few'; detail: { got: number; least: number } }
  /** The grid begins at that instant or after it. */
  | { reason: 'before-valid-from'; detail: { gridId: Id; validFrom: Instant } }
  | { reason: 'not-valid-then'; detail: { gridId: Id; validTo: Instant } }
  /** Changes of a grid are entered in the order in which they take effect: this one has a later one already. */
  | { reason: 'changed-later'; detail: { gridId: Id; at: Instant } }
  /** A grid that ended keeps its id for ever. */
  | { reason: 'id-taken'; detail: { id: Id } }
  | { reason: 'level-differs'; detail: { id: Id; level: GridLevel; expected: GridLevel } }
  | { reason: 'parent-differs'; detail: { id: Id; parentId?: Id; expected?: Id } }
  /** Named as a child of what ends, and is none then. */
  | { reason: 'unknown-child'; detail: { gridId: Id } }
  /** Children of what ends that nobody says where to put. */
  | { reason: 'child-lost'; detail: { gridIds: Id[] } }
  | { reason: 'child-twice'; detail: { gridId: Id } }
  /** What ends has an outline: what follows needs one too. */
  | { reason: 'outline-missing'; detail: { ids: Id[] } }
  | { reason: 'crs-differs'; detail: { id: Id; crs?: Crs; expected?: Crs } }
  /** The new outlines leave something of the former ones blank, cover it twice, reach beyond them or are no outlines. */
  | { reason: 'not-tiling'; detail: { findings: Finding[] } }
  /** From `at` on the grids would be no tree: two with one code, for example. */
  | { reason: 'broken-tree'; detail: { at: Instant; problems: GridProblem[] } }
)

export type LineageReason = LineageRefusal['reason']
