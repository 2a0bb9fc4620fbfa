import type { CommandOutcome } from '@wangge/core/client'
import type { SignUpView } from '@wangge/core/roster/schema'
import { AcceptedEvent } from '../accepted-event.ts'
import { SettledEvent } from '../settled-event.ts'

/** A sign-up was accepted on this device; whether there is a seat is not known yet. */
export class VolunteerSignupSubmitEvent extends AcceptedEvent {
  static readonly type = 'wg-volunteer-signup-submit'
  readonly signUpId: string
  readonly slotId: string

  constructor(signUpId: string, slotId: string, saved: boolean) {
    super(VolunteerSignupSubmitEvent.type, saved)
    this.signUpId = signUpId
    this.slotId = slotId
  }
}

/** The server's word on a sign-up that was submitted here. */
export class VolunteerSignupSettleEvent extends SettledEvent<SignUpView> {
  static readonly type = 'wg-volunteer-signup-settle'
  readonly signUpId: string

  constructor(signUpId: string, outcome: CommandOutcome<SignUpView>) {
    super(VolunteerSignupSettleEvent.type, outcome)
    this.signUpId = signUpId
  }
}

/** A person cancelled a sign-up, or took back one that had not been sent. */
export class VolunteerSignupCancelEvent extends Event {
  static readonly type = 'wg-volunteer-signup-cancel'
  readonly signUpId: string

  constructor(signUpId: string) {
    super(VolunteerSignupCancelEvent.type, { bubbles: true, composed: true })
    this.signUpId = signUpId
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-volunteer-signup-submit': VolunteerSignupSubmitEvent
    'wg-volunteer-signup-settle': VolunteerSignupSettleEvent
    'wg-volunteer-signup-cancel': VolunteerSignupCancelEvent
  }
}
