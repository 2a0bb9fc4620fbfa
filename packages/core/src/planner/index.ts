export { createPlanner } from './create-planner.ts'
export type { PlannerOptions } from './create-planner.ts'
export type { PlanCallOptions, Planner } from './planner.ts'
