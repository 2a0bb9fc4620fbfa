export { createClient } from './create-client.ts'
export type { ClientOptions, Platform } from './create-client.ts'
export type {
  CalendarAddressResult,
  CalendarRevocation,
  CancelShiftsInput,
  CancelShiftsResult,
  Client,
  CommandAccepted,
  CommandOutcome,
  CommandRefusal,
  GivenConsent,
  Identity,
  OutboxView,
  ReportInput,
  Resource,
  RosterWeekInput,
  SignOutResult,
  SignUpInput,
  Snapshot,
  WithdrawalResult,
} from './client.ts'
