import { defineElement } from '../define-element.ts'
import { GridTreeElement } from './grid-tree.ts'

defineElement('wg-grid-tree', GridTreeElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-grid-tree': GridTreeElement
  }
}
