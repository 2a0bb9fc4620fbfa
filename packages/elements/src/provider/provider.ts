import { ContextProvider } from '@lit/context'
import { html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import type { Client, SignOutResult } from '@wangge/core/client'
import { clientContext } from '../client-context.ts'
import type { Provided, Theme } from '../client-context.ts'
import { ClientController } from '../controllers/client-controller.ts'
import type { TokenSource } from '../token-source.ts'
import { styles } from './provider.styles.ts'

/**
 * Hands one client, one language and one theme to all elements within, whatever their depth. Takes no space itself.
 *
 * @element wg-provider
 * @attr {string} endpoint - Address of the district's server.
 * @attr {string} site-key - Public key of the embedding site, `wk_…`.
 * @attr {string} lang - Language of all elements within that have none of their own.
 * @attr {'light'|'dark'|'auto'} theme - Theme of all elements within that have none of their own.
 * @attr {string} token-url - Address of the page's own site that says who is there: `{ "token": "…" }`.
 * @attr {boolean} background-sync - Asks the page's own service worker to send what is unsent with no page open; it needs `onSync`
 *   of `@wangge/core/background-sync`.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @slot - The page's content.
 */
export class ProviderElement extends LitElement {
  static override styles = styles

  /** Address of the district's server. */
  @property() endpoint: string | undefined
  /** Public key of the embedding site. */
  @property({ attribute: 'site-key' }) siteKey: string | undefined
  /** Asks the host who is there, for a token that says so. Keep the function the same. */
  @property({ attribute: false }) token: TokenSource | undefined
  /** The same by an address of the page's own site that answers `{ "token": "…" }`. */
  @property({ attribute: 'token-url' }) tokenUrl: string | undefined
  /** A client of the host's own; goes before `endpoint`. */
  @property({ attribute: false }) client: Client | undefined
  /** Language of all elements within. */
  @property() override lang = ''
  /** Theme of all elements within. */
  @property() theme: Theme | undefined

  /** Asks the page's own service worker to send what is unsent with no page open. */
  @property({ type: Boolean, attribute: 'background-sync' }) backgroundSync = false

  private readonly connection = new ClientController(this)
  private asking: { client: Client; stop: () => void } | undefined
  private readonly provider = new ContextProvider(this, { context: clientContext, initialValue: this.provided })

  override willUpdate() {
    const next = this.provided
    const { client, lang, theme } = this.provider.value
    if (next.client !== client || next.lang !== lang || next.theme !== theme) this.provider.setValue(next)
    this.askForSync(this.backgroundSync ? next.client : undefined)
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.askForSync(undefined)
  }

  private askForSync(client: Client | undefined) {
    if (client === this.asking?.client) return
    this.asking?.stop()
    this.asking = undefined
    const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined
    if (!client || !worker) return
    let isOver = false
    let stop = () => {}
    this.asking = {
      client,
      stop() {
        isOver = true
        stop()
      },
    }
    void import('@wangge/core/background-sync/ask').then(({ askForSync }) => {
      if (!isOver) stop = askForSync(client, worker.ready)
    })
  }

  /**
   * Takes all that is the person's from this device; where something of theirs is unsent, only with `discardUnsent`. For the
   * host to call when the person leaves.
   */
  async signOut(options: { discardUnsent?: boolean } = {}): Promise<SignOutResult> {
    return (await this.connection.client?.signOut(options)) ?? { ok: true }
  }

  override render() {
    return html`<slot></slot>`
  }

  // A provider within a provider passes on what it does not say itself.
  private get provided(): Provided {
    const outer = this.connection.provided
    return {
      client: this.connection.client,
      lang: this.lang || (outer?.lang ?? ''),
      theme: this.theme ?? outer?.theme,
    }
  }
}
