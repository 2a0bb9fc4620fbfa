export { createPlanner } from './create-planner.ts'
export type { PlannerOptions } from './create-planner.ts'
export type { CalledRepair, PlanCallOptions, Planner, RepairCallOptions } from './planner.ts'
