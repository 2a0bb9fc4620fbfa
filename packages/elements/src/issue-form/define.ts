import { defineElement } from '../define-element.ts'
import { IssueFormElement } from './issue-form.ts'

defineElement('wg-issue-form', IssueFormElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-issue-form': IssueFormElement
  }
}
