export { answerKey, createOutbox, isOf } from './outbox.ts'
export type { Outbox, OutboxCommand, OutboxOptions, OutboxOutcome } from './outbox.ts'
