import { defineElement } from '../define-element.ts'
import { ProviderElement } from './provider.ts'

defineElement('wg-provider', ProviderElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-provider': ProviderElement
  }
}
