import { ContextConsumer, ContextRoot } from '@lit/context'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import { clientContext } from '../client-context.ts'
import type { Provided } from '../client-context.ts'
import { sharedClient } from '../shared-client.ts'
import type { TokenSource } from '../token-source.ts'
import { warnOnce } from '../warn-once.ts'

export interface ClientHost extends ReactiveControllerHost, HTMLElement {
  endpoint: string | undefined
  siteKey: string | undefined
  token: TokenSource | undefined
  tokenUrl: string | undefined
  client: Client | undefined
}

// A provider may be upgraded after the elements within it; the root keeps their requests until it comes.
let root: ContextRoot | undefined
function keepEarlyRequests() {
  if (root) return
  root = new ContextRoot()
  root.attach(document.documentElement)
}

/** Finds the client of an element: its own `client`, else its own endpoint, key and token, else the provider's. */
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
    const { client, endpoint, siteKey, token, tokenUrl, localName } = this.host
    if (client) return client
    if (endpoint === undefined) return this.provided?.client
    try {
      return sharedClient({ endpoint, siteKey, token, tokenUrl })
    } catch (error) {
      warnOnce(`<${localName}> ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }

  get provided(): Provided | undefined {
    return this.consumer.value
  }

  hostConnected() {
    queueMicrotask(() => {
      const { isConnected, localName, endpoint, token, tokenUrl } = this.host
      if (!isConnected) return
      if (!this.client)
        warnOnce(`<${localName}> has no server: give it an endpoint and a site-key, or put it into a <wg-provider>`)
      else if (endpoint === undefined && (token || tokenUrl !== undefined))
        warnOnce(`<${localName}> has a token but no endpoint: give the token to the <wg-provider> that has the endpoint`)
    })
  }
}
