import { ContextConsumer, ContextRoot } from '@lit/context'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import { clientContext } from '../client-context.ts'
import type { Provided } from '../client-context.ts'
import { sharedClient } from '../shared-client.ts'

export interface ClientHost extends ReactiveControllerHost, HTMLElement {
  endpoint: string | undefined
  siteKey: string | undefined
  client: Client | undefined
}

// A provider may be upgraded after the elements within it; the root keeps their requests until it comes.
let root: ContextRoot | undefined
function keepEarlyRequests() {
  if (root) return
  root = new ContextRoot()
  root.attach(document.documentElement)
}

const warned = new Set<string>()
function warnOnce(message: string) {
  if (warned.has(message)) return
  warned.add(message)
  // eslint-disable-next-line no-console -- the page's developer is the reader; an element never throws for a bad property
  console.warn(message)
}

/** Finds the client of an element: its own `client`, else its own endpoint and key, else the provider's. */
export class ClientController implements ReactiveController {
  private readonly consumer: ContextConsumer<typeof clientContext, ClientHost>
  private readonly host: ClientHost

  constructor(host: ClientHost) {
    this.host = host
    keepEarlyRequests()
    this.consumer = new ContextConsumer(host, { context: clientContext, subscribe: true })
    host.addController(this)
  }

  /** Undefined where neither the element nor a provider says where the server is. */
  get client(): Client | undefined {
    const { client, endpoint, siteKey, localName } = this.host
    if (client) return client
    if (endpoint === undefined) return this.provided?.client
    try {
      return sharedClient(endpoint, siteKey)
    } catch {
      warnOnce(`<${localName}> expected an http(s) address in endpoint, got "${endpoint}"`)
      return undefined
    }
  }

  get provided(): Provided | undefined {
    return this.consumer.value
  }

  hostConnected() {
    queueMicrotask(() => {
      if (this.host.isConnected && !this.client)
        warnOnce(`<${this.host.localName}> has no server: give it an endpoint and a site-key, or put it into a <wg-provider>`)
    })
  }
}
