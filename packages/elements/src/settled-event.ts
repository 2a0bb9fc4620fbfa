import type { CommandOutcome } from '@wangge/core/client'

/** The server's word on something that a person did here. */
export abstract class SettledEvent<Answer> extends Event {
  readonly outcome: CommandOutcome<Answer>

  constructor(type: string, outcome: CommandOutcome<Answer>) {
    super(type, { bubbles: true, composed: true })
    this.outcome = outcome
  }
}
