import type { District } from '../harness.ts'
import type { Column } from './callers.ts'
import type { Spec } from './targets.ts'

/** A district with those who call and what they call upon. */
export interface Matrix {
  district: District
  columns: Column[]
  /** By operation id. */
  targets: Record<string, Spec[]>
}
