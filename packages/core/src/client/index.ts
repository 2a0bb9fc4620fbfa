export { createClient } from './create-client.ts'
export type { ClientOptions, Platform } from './create-client.ts'
export type {
  Client,
  CommandAccepted,
  CommandOutcome,
  CommandRefusal,
  GivenConsent,
  Identity,
  OutboxView,
  ReportInput,
  Resource,
  SignOutResult,
  SignUpInput,
  Snapshot,
  WithdrawalResult,
} from './client.ts'
