/** Somebody was named for a shift, or taken off it, from the board. */
export class RosterBoardChangeEvent extends Event {
  static readonly type = 'wg-roster-board-change'
  readonly slotId: string
  /** Who was named and got a seat, a place in the waitlist or an invitation. */
  readonly named: readonly string[]
  /** Whose sign-up was taken back. */
  readonly removed: readonly string[]

  constructor(slotId: string, { named = [], removed = [] }: { named?: readonly string[]; removed?: readonly string[] }) {
    super(RosterBoardChangeEvent.type, { bubbles: true, composed: true })
    this.slotId = slotId
    this.named = named
    this.removed = removed
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-roster-board-change': RosterBoardChangeEvent
  }
}
