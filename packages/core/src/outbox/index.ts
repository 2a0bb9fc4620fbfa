export { provesWork } from './proof-of-work.ts'
export type { ProveHuman } from './prove-human.ts'
export { answerKey, createOutbox, isOf } from './outbox.ts'
export type { Outbox, OutboxCommand, OutboxOptions, OutboxOutcome } from './outbox.ts'
