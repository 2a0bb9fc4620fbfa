import type { ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import { SubscriptionController } from './subscription-controller.ts'

/** Knows whether the server tells the client of each change just now. */
export class LiveController extends SubscriptionController<boolean> {
  constructor(host: ReactiveControllerHost, choose: () => Client | undefined) {
    super(host, choose, false, (client, listener) => client.live.subscribe(listener))
  }

  get isLive(): boolean {
    return this.value
  }
}
