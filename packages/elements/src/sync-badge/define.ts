import { defineElement } from '../define-element.ts'
import { SyncBadgeElement } from './sync-badge.ts'

defineElement('wg-sync-badge', SyncBadgeElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-sync-badge': SyncBadgeElement
  }
}
