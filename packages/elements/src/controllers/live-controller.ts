import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'

/** Knows whether the server tells the client of each change just now. */
export class LiveController implements ReactiveController {
  isLive = false
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
    this.unsubscribe = client?.live.subscribe((isLive) => {
      this.isLive = isLive
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
    this.isLive = false
  }
}
