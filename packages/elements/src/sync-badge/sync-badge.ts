import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { UnsentImport } from '@wangge/core/client'
import type { OutboxEntry } from '@wangge/core/ports'
import { ariaBool } from '../aria.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { giveFile } from '../give-file.ts'
import { icons } from '../icons.ts'
import { notice } from '../panels.ts'
import { problemWords } from '../refusal.ts'
import { WgElement } from '../wg-element.ts'
import { styles } from './sync-badge.styles.ts'

/**
 * What waits on this device to be sent, and what was refused: counts, a warning where nothing can be kept, and a list
 * to send again or to discard from.
 *
 * @element wg-sync-badge
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @attr {boolean} import - Offers to take up a file of unsent work that was saved on another device.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @csspart base - The ground everything stands on.
 * @csspart others - What waits here for other people.
 * @csspart list - The list of what is unsent.
 */
export class SyncBadgeElement extends WgElement {
  static override styles = styles

  /** Offers to take up a file of unsent work. */
  @property({ type: Boolean, attribute: 'import' }) takesFiles = false

  @state() private open = false
  /** What came of the file that was taken up last. */
  @state() private imported: UnsentImport | 'failed' | undefined
  /** The entry whose discarding is to be confirmed. */
  @state() private doubted = ''

  private readonly outbox = new OutboxController(this, () => this.connection.client)

  private async doubt(id: string) {
    this.doubted = id
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('#sure')?.focus()
  }

  private async discard(id: string) {
    this.doubted = ''
    // One that is on its way to the server just now stays; its answer shows what became of it.
    await this.connection.client?.outbox.discard(id).catch(() => {})
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('button')?.focus()
  }

  override render() {
    return this.ground(html`<section class=${this.isAnyLeft ? 'unsent' : ''} aria-labelledby="state">${this.content()}</section>`)
  }

  private get isAnyLeft(): boolean {
    const { entries, others, unreadable = 0 } = this.outbox.view
    return entries.length + others + unreadable > 0
  }

  private content() {
    const { t, number, dateTime } = this.locale
    const { client } = this.connection
    const { entries, others, unreadable = 0, sealed, durable } = this.outbox.view
    // Said once it is known, and not of what may be one's own as soon as one is recognised.
    const isAllSent = this.outbox.isKnown && !this.isAnyLeft
    const refused = entries.filter(({ state }) => state === 'refused').length
    const unsent = entries.length - refused
    const oldest = Math.min(...entries.filter(({ state }) => state !== 'refused').map(({ createdAt }) => createdAt))
    return html`
      <div class="bar">
        <p id="state" role="status">
          ${isAllSent ? html`<span class="chip ok">${icons.check()}${t.sync.allSent}</span>` : nothing}
          ${unsent > 0 ? html`<span class="chip wait">${icons.clock()}${t.sync.unsent(number(unsent))}</span>` : nothing}
          ${unsent > 0 ? html`<span class="small muted since">${t.sync.since(dateTime(oldest))}</span>` : nothing}
          ${refused > 0 ? html`<span class="chip bad">${icons.alert()}${t.sync.refused(number(refused))}</span>` : nothing}
          ${others > 0 ? html`<span class="others small muted" part="others">${t.sync.others(number(others))}</span>` : nothing}
        </p>
        ${
          unsent > 0
            ? html`<button type="button" class="button quiet" @click=${() => client?.outbox.sendNow()}>${t.sync.sendNow}</button>`
            : nothing
        }
        ${
          entries.length > 0
            ? html`<button
                type="button"
                class="button quiet"
                aria-expanded=${ariaBool(this.open)}
                aria-controls="list"
                @click=${() => (this.open = !this.open)}
              >
                ${this.open ? t.sync.hide : t.sync.show}
              </button>`
            : nothing
        }
      </div>
      ${unreadable > 0 ? notice('wait', t.sync.unreadable(number(unreadable)), html`<p>${t.sync.unreadableHint}</p>`) : nothing}
      ${durable || entries.length === 0 ? nothing : notice('wait', t.memoryOnly)}
      ${sealed || !durable || entries.length === 0 ? nothing : notice('wait', t.sync.unsealed, html`<p>${t.sync.unsealedHint}</p>`)}
      ${
        this.open && entries.length > 0
          ? html`<ul id="list" part="list">
                ${repeat(
                  entries,
                  ({ id }) => id,
                  (entry) => this.entryView(entry),
                )}
              </ul>
              <p class="save">
                <button type="button" class="button quiet" id="save" @click=${() => this.save()}>${t.sync.save}</button>
                <span class="small muted">${t.sync.saveHint}</span>
              </p>`
          : nothing
      }
      ${this.takesFiles && client ? this.importView() : nothing}
    `
  }

  private importView() {
    const { t, number } = this.locale
    const { imported } = this
    const told =
      imported === undefined
        ? nothing
        : imported === 'failed'
          ? notice('bad', t.sync.importFailed)
          : !imported.ok
            ? notice('bad', t.sync.importRefused[imported.reason])
            : html`${notice(
                imported.taken > 0 || imported.left.length === 0 ? 'ok' : 'wait',
                t.sync.imported(number(imported.taken), number(imported.known)),
              )}
              ${
                imported.left.length > 0
                  ? notice(
                      'wait',
                      t.sync.left(number(imported.left.length)),
                      html`<ul>
                        ${[...new Set(imported.left.map(({ reason }) => reason))].map((reason) => html`<li>${t.sync.leftWhy[reason]}</li>`)}
                      </ul>`,
                    )
                  : nothing
              }`
    return html`<div class="import">
      <label class="button quiet" for="file">${t.sync.import}</label>
      <input class="hidden-visually" id="file" type="file" accept="application/json,.json" @change=${this.take} />
      <div role="status">${told}</div>
    </div>`
  }

  private async save() {
    const file = await this.connection.client?.outbox.exportUnsent()
    if (file) giveFile(file, `wangge-unsent-${new Date().toISOString().slice(0, 10)}.json`)
  }

  private readonly take = async (event: Event) => {
    const input = event.target as HTMLInputElement
    const [file] = input.files ?? []
    const { client } = this.connection
    if (!file || !client) return
    this.imported = undefined
    this.imported = await client.outbox.importUnsent(file).catch(() => 'failed' as const)
    // The same file may be taken up again.
    input.value = ''
  }

  private entryView(entry: OutboxEntry) {
    const { locale } = this
    const { t, dateTime, number } = locale
    const words = entry.problem && problemWords(locale, entry.problem)
    return html`<li>
      <div>
        <b>${t.sync.kinds[entry.kind]}</b> <span class="small muted">${dateTime(entry.createdAt)}</span>
        <div class="small">
          ${
            words
              ? html`<span class="why">${words.title}</span> ${words.hint}`
              : html`${t.sync.states[entry.state]}${entry.attempts > 0 ? html` · ${t.sync.attempts(number(entry.attempts))}` : nothing}`
          }
        </div>
      </div>
      <div class="actions">${this.entryActions(entry)}</div>
    </li>`
  }

  private entryActions({ id, state }: OutboxEntry) {
    const { t } = this.locale
    if (this.doubted === id)
      return html`<span class="small">${t.sync.discardSure}</span>
        <button type="button" class="button danger" id="sure" @click=${() => this.discard(id)}>${t.sync.discardYes}</button>
        <button type="button" class="button quiet" @click=${() => (this.doubted = '')}>${t.sync.discardNo}</button>`
    return html`${
        state === 'refused'
          ? html`<button type="button" class="button quiet" @click=${() => this.connection.client?.outbox.retry(id)}>
              ${t.sync.retry}
            </button>`
          : nothing
      } <button type="button" class="button quiet danger" @click=${() => this.doubt(id)}>${t.sync.discard}</button>`
  }
}
