export { createClient } from './create-client.ts'
export type { ClientOptions, Platform } from './create-client.ts'
export type {
  Client,
  CommandAccepted,
  CommandOutcome,
  CommandRefusal,
  OutboxView,
  ReportInput,
  Resource,
  SignUpInput,
  Snapshot,
} from './client.ts'
