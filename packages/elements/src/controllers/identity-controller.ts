import type { ReactiveControllerHost } from 'lit'
import type { Client, Identity } from '@wangge/core/client'
import { SubscriptionController } from './subscription-controller.ts'

const NOBODY: Identity = { state: 'none' }

/** Knows whom the host's page says is there. */
export class IdentityController extends SubscriptionController<Identity> {
  constructor(host: ReactiveControllerHost, choose: () => Client | undefined) {
    super(host, choose, NOBODY, (client, listener) => client.identity.subscribe(listener))
  }
}
