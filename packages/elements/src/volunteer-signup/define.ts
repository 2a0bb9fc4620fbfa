import { defineElement } from '../define-element.ts'
import { VolunteerSignupElement } from './volunteer-signup.ts'

defineElement('wg-volunteer-signup', VolunteerSignupElement)

declare global {
  interface HTMLElementTagNameMap {
    'wg-volunteer-signup': VolunteerSignupElement
  }
}
