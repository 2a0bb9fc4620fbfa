import type { ReactiveControllerHost } from 'lit'
import type { Client, OutboxView } from '@wangge/core/client'
import { SubscriptionController } from './subscription-controller.ts'

const EMPTY: OutboxView = { entries: [], others: 0, sealed: true, durable: true }

/** Knows what is unsent on this device. */
export class OutboxController extends SubscriptionController<OutboxView> {
  constructor(host: ReactiveControllerHost, choose: () => Client | undefined) {
    super(host, choose, EMPTY, (client, listener) => client.outbox.subscribe(listener))
  }

  /** Whether the client has told. */
  get isKnown(): boolean {
    return this.value !== EMPTY
  }

  get view(): OutboxView {
    return this.value
  }
}
