import { defineElement } from '../define-element.ts'
import { RosterBoardElement } from './roster-board.ts'

defineElement('wg-roster-board', RosterBoardElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-roster-board': RosterBoardElement
  }
}
