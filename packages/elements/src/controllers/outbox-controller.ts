import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client, OutboxView } from '@wangge/core/client'

const EMPTY: OutboxView = { entries: [], durable: true }

/** Keeps the element subscribed to what is unsent on this device. */
export class OutboxController implements ReactiveController {
  view: OutboxView = EMPTY
  private readonly host: ReactiveControllerHost
  private readonly choose: () => Client | undefined
  private client: Client | undefined
  private unsubscribe: (() => void) | undefined

  constructor(host: ReactiveControllerHost, choose: () => Client | undefined) {
    this.host = host
    this.choose = choose
    host.addController(this)
  }

  hostUpdate() {
    const client = this.choose()
    if (client === this.client) return
    this.hostDisconnected()
    this.client = client
    this.view = EMPTY
    this.unsubscribe = client?.outbox.subscribe((view) => {
      this.view = view
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
  }
}
