import type { ReporterAction } from './schema.ts'

/** What whoever reported an issue may do with it by its receipt code, in the order in which it is offered. */
export const REPORTER_ACTIONS: readonly ReporterAction[] = ['verify', 'rate', 'reopen', 'note']
