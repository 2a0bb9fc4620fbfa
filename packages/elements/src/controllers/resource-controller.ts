import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Resource, Snapshot } from '@wangge/core/client'

const NOTHING: Snapshot<never> = { refreshing: false }

/** Keeps the element subscribed to one resource of the client and renders it again at each change. */
export class ResourceController<T> implements ReactiveController {
  /** What is known now. */
  snapshot: Snapshot<T> = NOTHING
  private readonly host: ReactiveControllerHost
  private readonly choose: () => readonly [owner: object | undefined, key: string | undefined]
  private readonly open: (owner: never, key: string) => Resource<T>
  private owner: object | undefined
  private key: string | undefined
  private resource: Resource<T> | undefined
  private unsubscribe: (() => void) | undefined

  /** `choose` names the client and the key (empty for none); `open` asks that client for the resource. */
  constructor(
    host: ReactiveControllerHost,
    choose: () => readonly [owner: object | undefined, key: string | undefined],
    open: (owner: never, key: string) => Resource<T>,
  ) {
    this.host = host
    this.choose = choose
    this.open = open
    host.addController(this)
  }

  get data(): T | undefined {
    return this.snapshot.data
  }

  /** Nothing to show yet, and nothing failed. */
  get pending(): boolean {
    return this.resource !== undefined && this.data === undefined && (this.snapshot.refreshing || !this.snapshot.error)
  }

  async refresh(): Promise<void> {
    await this.resource?.refresh()
  }

  hostUpdate() {
    const [owner, key] = this.choose()
    if (owner === this.owner && key === this.key) return
    this.hostDisconnected()
    this.owner = owner
    this.key = key
    this.snapshot = NOTHING
    this.resource = owner && key ? this.open(owner as never, key) : undefined
    let answered = false
    this.unsubscribe = this.resource?.subscribe((snapshot) => {
      this.snapshot = snapshot
      answered = true
      this.host.requestUpdate()
    })
    // An answer from the cache may come at once, in the middle of this update, which has had its willUpdate.
    if (answered) void this.host.updateComplete.then(() => this.host.requestUpdate())
  }

  hostConnected() {
    this.host.requestUpdate()
  }

  hostDisconnected() {
    this.unsubscribe?.()
    this.unsubscribe = undefined
    this.owner = undefined
    this.key = undefined
  }
}
