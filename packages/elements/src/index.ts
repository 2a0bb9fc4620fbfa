export { ProviderElement } from './provider/provider.ts'
export { RosterBoardChangeEvent, RosterBoardElement } from './roster-board/roster-board.ts'
export { GridTreeElement, GridTreeSelectEvent } from './grid-tree/grid-tree.ts'
export { GridStatusElement, GridStatusOpenEvent } from './grid-status/grid-status.ts'
export {
  VolunteerSignupCancelEvent,
  VolunteerSignupElement,
  VolunteerSignupSettleEvent,
  VolunteerSignupSubmitEvent,
} from './volunteer-signup/volunteer-signup.ts'
export { IssueBoardActEvent, IssueBoardElement, IssueBoardViewEvent } from './issue-board/issue-board.ts'
export type { BoardState, BoardView } from './issue-board/issue-board.ts'
export { IssueFormElement, IssueFormSettleEvent, IssueFormSubmitEvent } from './issue-form/issue-form.ts'
export { IssueTrackElement, IssueTrackOpenEvent, IssueTrackStepEvent } from './issue-track/issue-track.ts'
export { SyncBadgeElement } from './sync-badge/sync-badge.ts'
export { clientContext } from './client-context.ts'
export type { Language, Provided, Theme } from './client-context.ts'
