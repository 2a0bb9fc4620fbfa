// What the page is given: written by the command, read by the page's script.
import type { FindingCode } from '@wangge/core/grid'
import type { GridLevel } from '@wangge/core/grid/schema'
import type { Crs, Localized } from '@wangge/core/schema'

/** A grid as the page draws it. */
export interface PageGrid {
  id: string
  name?: Localized
  level?: GridLevel
  /** Place of its parent in the list; −1 where it is not there. */
  parent: number
  area: number
  rings: PackedLine[]
}

export interface PageFinding {
  code: FindingCode
  /** Places in the list of grids. */
  grids: number[]
  parent: number
  area: number
  width: number
  length: number
  hint: Localized
  /** Where to go to, in units from the origin; absent where there is no place. */
  spot?: [number, number]
  isArea: boolean
  lines: PackedLine[]
}

/** x, y of the first position and then the steps to each next one, in units. */
export type PackedLine = number[]

export interface PageData {
  title: string
  /** When it was checked, ISO 8601. */
  at: string
  lang: 'zh' | 'en'
  crs: Crs
  notes: Localized[]
  /** Coordinates of unit 0, 0 and how many coordinate units one metre is. */
  origin: [number, number]
  perMetre: [number, number]
  grids: PageGrid[]
  findings: PageFinding[]
}

/** Units in a metre: a tenth of a millimetre, so that a gap of a centimetre is a hundred of them. */
export const UNITS = 10_000
