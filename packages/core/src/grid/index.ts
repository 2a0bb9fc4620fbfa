export { createAddressSearch } from './address-search.ts'
export type { Address } from './address-search.ts'
export { cleanCoverage } from './clean/clean-coverage.ts'
export type { CleanOptions, CleanResult, CoverageChange } from './clean/clean-coverage.ts'
export type { OverlapStrategy } from './clean/decide.ts'
export { checkCodes } from './codes/check-codes.ts'
export type { CodeWarning } from './codes/check-codes.ts'
export { isCode } from './codes/is-code.ts'
export { formatCode, parseCode } from './codes/parse-code.ts'
export type { CodeParts, CodeRefusal, CodeResult, CodeScheme } from './codes/parse-code.ts'
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
export { createLocator } from './locate/locator.ts'
export type { Locator, LocatorOptions, NearestGrid, OutlinedGrid, PointOptions } from './locate/locator.ts'
export type { GridProblem, GridProblemCode } from './problem.ts'
export { handoverGaps } from './handover-gaps.ts'
export type { HandoverGap, HandoverOverlap, Handovers, HandoverWindow, SinglePost } from './handover-gaps.ts'
export { gridHealth } from './health.ts'
export type { GridHealthInput } from './health.ts'
export type {
  AreaHealth,
  AreaRate,
  GridHealth,
  GroupHealth,
  HealthGap,
  HealthGapCode,
  LevelHealth,
  StaffHealth,
} from './health-schema.ts'
export { createStaffingIndex } from './staffing-index.ts'
export type { StaffingIndex } from './staffing-index.ts'
export { staffing } from './staffing.ts'
export type { Staffing, StaffingGap, StaffingOptions, StrayAppointment } from './staffing.ts'
export { changeGrids } from './lineage/change-grids.ts'
export type { ChangeOptions } from './lineage/change-grids.ts'
export type { GridChange } from './change-schema.ts'
export { gridsAt, gridTurns } from './lineage/grids-at.ts'
export { lineageOf } from './lineage/lineage-of.ts'
export type { Lineage } from './lineage/lineage-of.ts'
export { mergeGrids } from './lineage/merge-grids.ts'
export type { GridMerge } from './lineage/merge-grids.ts'
export type { GridPart, NamedPart } from './lineage/part.ts'
export { previewRedraw } from './lineage/preview-redraw.ts'
export type { EndingGrid, Move, RedrawContents, RedrawPreview } from './lineage/preview-redraw.ts'
export { redrawGrid } from './lineage/redraw-grid.ts'
export type { GridRedraw, RedrawnGrid } from './lineage/redraw-grid.ts'
export type { LineageReason, LineageRefusal } from './lineage/refusal.ts'
export type { LineageResult } from './lineage/replace-grids.ts'
export { splitGrid } from './lineage/split-grid.ts'
export type { GridSplit, SplitPart } from './lineage/split-grid.ts'
export { simplifyGrids } from './simplify/simplify-grids.ts'
export type { SimplifyOptions } from './simplify/simplify-grids.ts'
export { fromTopology } from './topojson/from-topology.ts'
export type { FromTopologyOptions } from './topojson/from-topology.ts'
export { toTopology } from './topojson/to-topology.ts'
export type { TopologyOptions, TopologySource } from './topojson/to-topology.ts'
export type { Topology, TopologyCollection, TopologyFeature, TopologyFeatures, TopologyGeometry } from './topojson/topology.ts'
export { adoptGrids } from './lineage/adopt-grids.ts'
export type { Adoption, AdoptOptions } from './lineage/adopt-grids.ts'
export { dissolve } from './dissolve/dissolve.ts'
export type { DissolvedGrid, ParentOf } from './dissolve/dissolve.ts'
export { adjacency } from './adjacency.ts'
export type { AdjacencyOptions, Neighbour } from './adjacency.ts'
