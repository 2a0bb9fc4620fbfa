import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Brings the code of an element that stands within another, after the host's first paint and before it is asked for: by then the
 * line may be gone. Whoever imports the host's class alone registers no tag by that.
 */
export class LazyTag implements ReactiveController {
  private readonly host: ReactiveControllerHost
  private readonly tag: string
  private readonly bring: () => Promise<unknown>
  private state: 'unasked' | 'coming' | 'failed' = 'unasked'

  constructor(host: ReactiveControllerHost, tag: string, bring: () => Promise<unknown>) {
    this.host = host
    this.tag = tag
    this.bring = bring
    host.addController(this)
  }

  /** Another copy of this package may have brought it. */
  get isHere(): boolean {
    return customElements.get(this.tag) !== undefined
  }

  get isFailed(): boolean {
    return this.state === 'failed' && !this.isHere
  }

  hostUpdated() {
    if (this.state === 'unasked') void this.load()
  }

  async load(): Promise<void> {
    if (this.isHere || this.state === 'coming') return
    this.set('coming')
    // Where it does not come, that is said where it would stand.
    await this.bring().then(
      () => this.set('unasked'),
      () => this.set('failed'),
    )
  }

  private set(state: LazyTag['state']) {
    this.state = state
    this.host.requestUpdate()
  }
}
