export { checkCoverage } from './coverage/check-coverage.ts'
export type {
  CoverageGrid,
  CoverageOptions,
  CoverageReport,
  Finding,
  FindingCode,
  FindingReason,
  Place,
} from './coverage-schema.ts'
export { convert, convertGeometry } from './crs/convert.ts'
export type { ConvertOptions } from './crs/convert.ts'
export { metresPerDegree } from './crs/metres.ts'
export type { MetresPerDegree } from './crs/metres.ts'
export { createGridTree } from './grid-tree.ts'
export type { GridTree, GridTreeResult } from './grid-tree.ts'
export { createLocator } from './locate.ts'
export type { Locator, LocatorOptions, OutlinedGrid } from './locate.ts'
export type { GridProblem, GridProblemCode } from './problem.ts'
export { staffing } from './staffing.ts'
export type { Staffing, StaffingGap, StaffingOptions } from './staffing.ts'
