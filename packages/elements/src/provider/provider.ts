import { ContextProvider } from '@lit/context'
import { html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import type { Client } from '@wangge/core/client'
import { clientContext } from '../client-context.ts'
import type { Provided, Theme } from '../client-context.ts'
import { ClientController } from '../controllers/client-controller.ts'
import { styles } from './provider.styles.ts'

/**
 * Hands one client, one language and one theme to all elements within, whatever their depth. Takes no space itself.
 *
 * @element wg-provider
 * @attr {string} endpoint - Address of the district's server.
 * @attr {string} site-key - Public key of the embedding site, `wk_…`.
 * @attr {string} lang - Language of all elements within that have none of their own.
 * @attr {'light'|'dark'|'auto'} theme - Theme of all elements within that have none of their own.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @slot - The page's content.
 */
export class ProviderElement extends LitElement {
  static override styles = styles

  /** Address of the district's server. */
  @property() endpoint: string | undefined
  /** Public key of the embedding site. */
  @property({ attribute: 'site-key' }) siteKey: string | undefined
  /** A client of the host's own; goes before `endpoint`. */
  @property({ attribute: false }) client: Client | undefined
  /** Language of all elements within. */
  @property() override lang = ''
  /** Theme of all elements within. */
  @property() theme: Theme | undefined

  private readonly connection = new ClientController(this)
  private readonly provider = new ContextProvider(this, { context: clientContext, initialValue: this.provided })

  override willUpdate() {
    const next = this.provided
    const { client, lang, theme } = this.provider.value
    if (next.client !== client || next.lang !== lang || next.theme !== theme) this.provider.setValue(next)
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
