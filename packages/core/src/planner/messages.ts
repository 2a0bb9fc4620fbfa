import type { SdkErrorCode } from '../errors.ts'
import type { PlanProgress } from '../roster/planning/plan-options.ts'

/** Both sides name it; another one is another release of the other side. */
export const PROTOCOL = 1

/** What is asked of the planner, by name. */
export type Task = 'plan' | 'repair' | 'verify'

/** Says to a worker where to serve. */
export interface Hello {
  wangge: 'planner'
  protocol: number
  /** Transferred with it. */
  port: Port
}

/** A list that was taken out of its place, a piece at a time. */
export interface Piece {
  path: readonly string[]
  items: readonly unknown[]
}

/** To the planner. Whatever is long comes in pieces, before it is asked to run. */
export type Request =
  | { type: 'piece'; call: number; piece: Piece }
  | { type: 'run'; call: number; task: Task; body: Record<string, unknown> }
  | { type: 'cancel'; call: number }

/** From the planner. */
export type Reply =
  | { type: 'ready'; protocol: number }
  | { type: 'progress'; call: number; progress: PlanProgress }
  | { type: 'piece'; call: number; piece: Piece }
  | { type: 'done'; call: number; body: Record<string, unknown> }
  | { type: 'failed'; call: number; code: SdkErrorCode; message: string }

/** A page's or Node's, which says whether an open one keeps the program from ending. */
export type Port = MessagePort & { ref?(): void; unref?(): void }
