/** Something that a person did was accepted on this device and is on its way; what the server says of it is not known yet. */
export abstract class AcceptedEvent extends Event {
  /** Durable on this device; false with memory only. */
  readonly saved: boolean

  constructor(type: string, saved: boolean) {
    super(type, { bubbles: true, composed: true })
    this.saved = saved
  }
}
