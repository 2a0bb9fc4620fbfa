import type { GridRecord } from '@wangge/core/grid/schema'
import type { Crs, Id, Localized } from '@wangge/core/schema'

/** One grid of a file: what the file says of it, which may be less than a record. */
export interface FileGrid extends Partial<Omit<GridRecord, 'id'>> {
  id: Id
  /** What else the file says of it, by the file's own names. */
  properties?: Record<string, unknown>
}

export interface GridFile {
  grids: FileGrid[]
  /** Of every geometry that does not say otherwise (`grids[i].crs`); undefined only where the file has no geometry. */
  crs: Crs | undefined
  /** What a person should know of how the file was read: what was left out, guessed or converted. */
  notes: Localized[]
}

/** What a reader of one format gives: the coordinate system only where the file itself declares it. */
export interface Read {
  grids: FileGrid[]
  declared?: Declared
  notes: Localized[]
}

export interface Declared {
  crs: Crs
  /** Where the file says so, e.g. `guixi.prj`. */
  by: string
}

/** A file that cannot be read as grids: which, which feature, what was expected and what came. */
export class GridFileError extends Error {
  override readonly name = 'GridFileError'
}

const LONGEST = 60

/** A value of a file in an error: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'object' && value !== null ? keysOf(value) : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

function keysOf(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`
  return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`
}

/** Places in the file, the first of them by number. */
export function places(numbers: readonly number[]): string {
  const first = numbers.slice(0, 8).map((number) => `#${number}`)
  return first.join(', ') + (numbers.length > first.length ? ', …' : '')
}
