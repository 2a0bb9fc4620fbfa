import { defineElement } from '../define-element.ts'
import { IssueBoardElement } from './issue-board.ts'

defineElement('wg-issue-board', IssueBoardElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-issue-board': IssueBoardElement
  }
}
