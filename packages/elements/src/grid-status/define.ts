import { defineElement } from '../define-element.ts'
import { GridStatusElement } from './grid-status.ts'

defineElement('wg-grid-status', GridStatusElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-grid-status': GridStatusElement
  }
}
