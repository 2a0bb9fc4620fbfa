import type { IssueAction } from '@wangge/core/issue/schema'
import type { BoardState } from './board-state.ts'

/** The person looks at other issues, or in another way: for the page to keep in its address. */
export class IssueBoardViewEvent extends Event {
  static readonly type = 'wg-issue-board-view'
  /** The element's properties as they are now; what is empty or false asks for nothing. */
  readonly state: BoardState

  constructor(state: BoardState) {
    super(IssueBoardViewEvent.type, { bubbles: true, composed: true })
    this.state = state
  }
}

/** The person took a step in an issue, and the server has it. */
export class IssueBoardActEvent extends Event {
  static readonly type = 'wg-issue-board-act'
  readonly issueId: string
  readonly action: IssueAction

  constructor(issueId: string, action: IssueAction) {
    super(IssueBoardActEvent.type, { bubbles: true, composed: true })
    this.issueId = issueId
    this.action = action
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-issue-board-view': IssueBoardViewEvent
    'wg-issue-board-act': IssueBoardActEvent
  }
}
