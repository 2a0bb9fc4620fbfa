import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'

/** Keeps the element subscribed to one thing that its client tells of, as long as it is on a page. */
export class SubscriptionController<T> implements ReactiveController {
  /** `unknown` until the client has told, and again without one. */
  value: T
  private readonly host: ReactiveControllerHost
  private readonly choose: () => Client | undefined
  private readonly unknown: T
  private readonly subscribe: (client: Client, listener: (value: T) => void) => () => void
  private client: Client | undefined
  private unsubscribe: (() => void) | undefined

  constructor(
    host: ReactiveControllerHost,
    choose: () => Client | undefined,
    unknown: T,
    subscribe: (client: Client, listener: (value: T) => void) => () => void,
  ) {
    this.host = host
    this.choose = choose
    this.unknown = unknown
    this.value = unknown
    this.subscribe = subscribe
    host.addController(this)
  }

  hostUpdate() {
    const client = this.choose()
    if (client === this.client) return
    this.hostDisconnected()
    this.client = client
    if (!client) return
    this.unsubscribe = this.subscribe(client, (value) => {
      this.value = value
      this.host.requestUpdate()
    })
  }

  hostConnected() {
    this.host.requestUpdate()
  }

  hostDisconnected() {
    this.unsubscribe?.()
    this.unsubscribe = undefined
    this.client = undefined
    this.value = this.unknown
  }
}
