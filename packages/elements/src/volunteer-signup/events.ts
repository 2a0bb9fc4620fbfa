import type { CommandOutcome } from '@wangge/core/client'
import type { SignUpView } from '@wangge/core/roster/schema'

/** A sign-up was accepted on this device; whether there is a seat is not known yet. */
export class VolunteerSignupSubmitEvent extends Event {
  static readonly type = 'wg-volunteer-signup-submit'
  readonly signUpId: string
  readonly slotId: string
  /** Durable on this device; false with memory only. */
  readonly saved: boolean

  constructor(signUpId: string, slotId: string, saved: boolean) {
    super(VolunteerSignupSubmitEvent.type, { bubbles: true, composed: true })
    this.signUpId = signUpId
    this.slotId = slotId
    this.saved = saved
  }
}

/** The server's word on a sign-up that was submitted here. */
export class VolunteerSignupSettleEvent extends Event {
  static readonly type = 'wg-volunteer-signup-settle'
  readonly signUpId: string
  readonly outcome: CommandOutcome<SignUpView>

  constructor(signUpId: string, outcome: CommandOutcome<SignUpView>) {
    super(VolunteerSignupSettleEvent.type, { bubbles: true, composed: true })
    this.signUpId = signUpId
    this.outcome = outcome
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
