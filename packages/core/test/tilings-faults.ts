// One fault each, put into a clean tiling at a known place and of a known size.
import type { Id, Position } from '../src/schema.ts'
import { BORDER_FAULTS } from './tilings-borders.ts'
import { INVALID_FAULTS } from './tilings-invalid.ts'
import { randomOf } from './tilings-random.ts'
import type { Random } from './tilings-random.ts'
import type { TiledGrid, Tiling } from './tilings.ts'

export interface Expected {
  code: 'overlap' | 'gap' | 'outside-parent' | 'unmatched-edge' | 'narrow-gap' | 'invalid-geometry' | 'crs'
  /** In order of id. */
  grids: Id[]
  parent?: Id
  reason?: string
  /** Rings, where the finding has an area; otherwise the line on which it lies. */
  place: Position[][]
  /** On the line: where the finding must be. */
  point?: Position
  /** Square metres. */
  area?: number
  /** Metres: how far a border was moved; the largest circle inside is a little smaller. */
  width?: number
}

export interface Fault {
  grids: TiledGrid[]
  expected: Expected[]
  maxGapWidth?: number
  /** Where an invalid ring covers what it should not, that is told too: anything within these boxes, and nothing elsewhere. */
  maySpoil?: Position[]
  /** Metres that an area may be off, by share. @defaultValue 0.001 */
  areaError?: number
}

/** Undefined where the tiling has no place for it. */
export type Injector = (tiling: Tiling, random: Random) => Fault | undefined

/** By kind. */
export const FAULTS: Readonly<Record<string, Injector>> = { ...BORDER_FAULTS, ...INVALID_FAULTS }

export const inject = (kind: string, tiling: Tiling): Fault | undefined =>
  FAULTS[kind]!(tiling, randomOf(tiling.seed ^ 0x5bd1e995))
