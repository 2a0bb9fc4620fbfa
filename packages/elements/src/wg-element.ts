import { html, LitElement } from 'lit'
import type { TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import type { Client, SignOutResult } from '@wangge/core/client'
import type { Theme } from './client-context.ts'
import { ClientController } from './controllers/client-controller.ts'
import { LocaleController } from './controllers/locale-controller.ts'
import type { Locale } from './locale.ts'
import type { TokenSource } from './token-source.ts'

/**
 * The attributes that every element carries, so that one tag is enough on a page. Attributes need the class itself;
 * behaviour is in the controllers.
 */
export abstract class WgElement extends LitElement {
  /** Address of the district's server. Without it the nearest `<wg-provider>` is asked. */
  @property() endpoint: string | undefined
  /** Public key of the embedding site, `wk_…`. */
  @property({ attribute: 'site-key' }) siteKey: string | undefined
  /** Asks the host who is there, for a token that says so; with `endpoint`. Keep the function the same. */
  @property({ attribute: false }) token: TokenSource | undefined
  /** The same by an address of the page's own site that answers `{ "token": "…" }`. */
  @property({ attribute: 'token-url' }) tokenUrl: string | undefined
  /** A client of the host's own; goes before `endpoint`. */
  @property({ attribute: false }) client: Client | undefined
  /** `zh…` or any other for English; else the provider's, else the nearest ancestor's, else Chinese. */
  @property() override lang = ''
  /** `light`, `dark`, or `auto` for what the system says. */
  @property() theme: Theme | undefined
  /** `none` where the host page has a title of its own above: the element's is then for screen readers only. */
  @property() heading: 'none' | undefined

  protected readonly connection = new ClientController(this)
  private readonly localeController = new LocaleController(this, () => this.connection.provided?.lang)

  /**
   * Takes all that is the person's from this device; where something of theirs is unsent, only with `discardUnsent`. For the
   * host to call when the person leaves.
   */
  async signOut(options: { discardUnsent?: boolean } = {}): Promise<SignOutResult> {
    return (await this.connection.client?.signOut(options)) ?? { ok: true }
  }

  protected get locale(): Locale {
    return this.localeController.value
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    const { arriving } = this.localeController
    // The language may be another one by then.
    return arriving ? arriving.then(() => this.scheduleUpdate()) : super.scheduleUpdate()
  }

  /** The ground on which the element paints: ends the host page's inherited styles, carries language and theme. */
  protected ground(content: unknown): TemplateResult {
    const theme = this.theme ?? this.connection.provided?.theme ?? 'auto'
    return html`<div class="wg" part="base" lang=${this.locale.tag} data-theme=${theme} data-heading=${this.heading ?? 'own'}>
      ${content}
    </div>`
  }
}
