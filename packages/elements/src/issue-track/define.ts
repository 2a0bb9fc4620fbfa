import { defineElement } from '../define-element.ts'
import { IssueTrackElement } from './issue-track.ts'

defineElement('wg-issue-track', IssueTrackElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-issue-track': IssueTrackElement
  }
}
