export { grantsOf } from './grants.ts'
export type { GrantSources, Liaison } from './grants.ts'
export { reachedGrids, reachesDistrict, reachesGrid, reachesOrganisation, reachesPath } from './reach.ts'
