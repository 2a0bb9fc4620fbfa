export { backoff, retryAfterMs } from './backoff.ts'
export type { BackoffOptions } from './backoff.ts'
export { isSdkError, SdkError } from './errors.ts'
export type { SdkErrorCode, SdkErrorOptions } from './errors.ts'
export { createGridTree, createLocator, staffing } from './grid/index.ts'
export type {
  GridProblem,
  GridProblemCode,
  GridTree,
  GridTreeResult,
  Locator,
  LocatorOptions,
  NearestGrid,
  OutlinedGrid,
  PointOptions,
  Staffing,
  StaffingGap,
  StaffingOptions,
} from './grid/index.ts'
export { advance, allowedActions, attributeErrors, isOpen, isReportable, openIssue, replay, WORKFLOW } from './issue/index.ts'
export type {
  Actor,
  AdvanceCommand,
  AdvanceContext,
  AdvanceResult,
  IssueContext,
  IssueReason,
  IssueRefusal,
  OpenIssueContext,
  Replayed,
  Step,
} from './issue/index.ts'
export { cancelSignUp, signUp, signUpRefusal } from './roster/index.ts'
export type {
  CancelSignUpContext,
  CancelSignUpResult,
  Duty,
  SignUpContext,
  SignUpReason,
  SignUpRefusal,
  SignUpResult,
  Slot,
  SlotTimes,
} from './roster/index.ts'
export { createUlid } from './ulid.ts'
