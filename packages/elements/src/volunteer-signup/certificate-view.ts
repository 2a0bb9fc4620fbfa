import { html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Client } from '@wangge/core/client'
import type { CertificateList, CertificateView as Certificate, Disclosure } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { choiceField, textField } from '../form-fields.ts'
import { toDateInput } from '../local-input.ts'
import { notice } from '../panels.ts'
import { lengthOf } from './length-of.ts'
import type { Stage } from './stage.ts'

const YEAR_MS = 365 * 86_400_000
const DISCLOSURES: readonly Disclosure[] = ['name', 'activities']

/** Certificates of the person's hours: asked for, printed, verified by whoever has the code, revoked. */
export class CertificateView {
  private readonly stage: Stage
  private readonly commands: CommandController
  private readonly list: ResourceController<CertificateList>
  /** First and last day; empty for the last year. */
  private from = ''
  private to = ''
  private disclose: Disclosure[] = []
  /** Whether the organisation's liaison gets to see it. */
  private isShared = false
  /** Issued just now. */
  private issued = ''
  /** Whose revoking is to be confirmed. */
  private doubted = ''

  constructor(stage: Stage, isShown: () => boolean) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
    this.list = new ResourceController(
      stage.host,
      () => [stage.client, isShown() && stage.isKnown ? 'certificates' : ''],
      (client: Client) => client.myCertificates(),
    )
  }

  reset() {
    this.from = ''
    this.to = ''
    this.disclose = []
    this.isShared = false
    this.issued = ''
    this.doubted = ''
    this.commands.clear()
  }

  render(): unknown {
    const { locale } = this.stage
    const { certificate } = locale.t.signup
    const mine = this.list.data?.certificates ?? []
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.issue()
    }
    return html`<section class="certificates" part="certificates" aria-labelledby="certificate-title">
      <h3 id="certificate-title" class="sub">${certificate.title}</h3>
      <p class="small muted">${certificate.hint}</p>
      <form novalidate aria-labelledby="certificate-title" @submit=${submit}>
        <div class="pair">${this.dayField('from', certificate.from)} ${this.dayField('to', certificate.to)}</div>
        ${choiceField(locale, {
          id: 'disclose',
          label: certificate.disclose,
          hint: certificate.discloseHint,
          optional: true,
          several: true,
          choices: DISCLOSURES.map((value) => ({ value, label: certificate.disclosures[value] })),
          values: this.disclose,
          onChange: (values) => this.change(() => (this.disclose = values as Disclosure[])),
        })}
        ${this.shareField()}
        <div id="certificate-outcome" role="status" tabindex="-1">
          ${this.issued ? notice('ok', certificate.issued) : nothing} ${this.commands.view('issue')}
        </div>
        <div class="actions">
          <button type="submit" class="button primary" ?disabled=${this.commands.busy !== ''}>
            ${this.commands.busy === 'issue' ? certificate.issuing : certificate.issue}
          </button>
        </div>
      </form>
      ${
        mine.length === 0
          ? nothing
          : html`<h4>${certificate.mine}</h4>
              <ul class="duty-list">
                ${mine.map((one) => this.certificateView(one))}
              </ul>`
      }
    </section>`
  }

  private get span(): { from: string; to: string } {
    const { now } = this.stage
    return { from: this.from || toDateInput(now - YEAR_MS), to: this.to || toDateInput(now) }
  }

  private dayField(id: 'from' | 'to', label: string) {
    return textField(this.stage.locale, {
      id: `certificate-${id}`,
      label,
      type: 'date',
      value: this.span[id],
      onInput: (day) => this.change(() => (this[id] = day)),
    })
  }

  /** Unasked, nobody but the holder sees it. */
  private shareField() {
    const { certificate } = this.stage.locale.t.signup
    return html`<div class="field">
      <label class="agree">
        <input
          id="share"
          type="checkbox"
          aria-describedby="share-hint"
          .checked=${live(this.isShared)}
          @change=${(event: Event) => this.change(() => (this.isShared = (event.target as HTMLInputElement).checked))}
        />
        <span>${certificate.share}</span>
      </label>
      <p class="hint" id="share-hint">${certificate.shareHint}</p>
    </div>`
  }

  private certificateView(one: Certificate) {
    const { locale } = this.stage
    const { t } = locale
    const { certificate } = t.signup
    const isRevoked = one.revokedAt !== undefined
    const link = (href: string, words: string) =>
      html`<a class="button ${words === certificate.print ? '' : 'quiet'}" href=${href} target="_blank" rel="noopener noreferrer">
        ${words}<span class="hidden-visually">${certificate.newTab}</span>
      </a>`
    return html`<li class="duty" data-certificate=${one.id} tabindex="-1">
      <div class="post">${certificate.span(one.from, one.to)}</div>
      ${
        isRevoked
          ? html`<span class="chip plain">${certificate.revoked}</span>`
          : one.superseded
            ? html`<span class="chip wait">${certificate.superseded}</span>`
            : html`<b class="length">${lengthOf(locale, one.minutes)}</b>`
      }
      <div class="what small muted">
        <span>${certificate.code}${t.colon}<code class="code">${one.code}</code></span>
        ${one.asked && !isRevoked ? html`<span data-asked>${certificate.asked[one.asked]}</span>` : nothing}
        ${one.shared && !isRevoked ? html`<span data-shared>${certificate.shared}</span>` : nothing}
      </div>
      <div class="rest">
        ${this.commands.view(one.id)}
        ${
          isRevoked
            ? nothing
            : html`<div class="actions">
                ${
                  this.doubted === one.id
                    ? html`<span class="small">${certificate.revokeSure}</span>
                        <button type="button" class="button danger" id="revoke-sure" @click=${() => void this.revoke(one)}>
                          ${certificate.revokeYes}
                        </button>
                        <button type="button" class="button quiet" @click=${() => void this.doubt('')}>
                          ${certificate.revokeNo}
                        </button>`
                    : html`${link(one.printUrl, certificate.print)} ${link(one.verifyUrl, certificate.verify)}
                        <button type="button" class="button quiet danger" data-revoke @click=${() => void this.doubt(one.id)}>
                          ${certificate.revoke}
                        </button>`
                }
              </div>`
        }
      </div>
    </li>`
  }

  private doubt(id: string) {
    const focus = id ? '#revoke-sure' : `[data-certificate="${CSS.escape(this.doubted)}"]`
    return this.stage.show(() => (this.doubted = id), focus)
  }

  private async issue() {
    const { client } = this.stage
    if (!client) return
    const { disclose, isShared: share } = this
    this.issued = ''
    const result = await this.commands.run('issue', () => client.certificate({ ...this.span, disclose, share }))
    const told = () => {
      this.issued = result?.certificate.id ?? ''
      // Each certificate is shared by a tick of its own.
      if (result) this.isShared = false
    }
    await this.stage.show(told, '#certificate-outcome')
  }

  private async revoke({ id }: Certificate) {
    const { client } = this.stage
    this.doubted = ''
    if (client) await this.commands.run(id, () => client.revokeCertificate({ certificateId: id }))
    await this.stage.show(() => {}, `[data-certificate="${CSS.escape(id)}"]`)
  }

  private change(change: () => void) {
    change()
    this.stage.host.requestUpdate()
  }
}
