import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { CertificateRequest, Disclosure, OrganisationCertificateList, OrganisationHours } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { choiceField, errorSummary, selectField, textField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { notice } from '../panels.ts'
import { refusalOfOther } from '../refusal.ts'
import type { Board } from './board.ts'

type Certificate = OrganisationCertificateList['certificates'][number]

export interface CertificatesOptions {
  /** Whose hours are shown above. */
  people: OrganisationHours['people']
  /** Minutes in words. */
  length: (minutes: number) => string
  /** The span of days that is shown. */
  from: string
  to: string
}

const DISCLOSURES: readonly Disclosure[] = ['name', 'activities']
const REQUESTS: readonly CertificateRequest[] = ['in-person', 'in-writing', 'by-phone']

/** What is filled in for somebody who asked; days that were not touched are those shown. */
interface Draft {
  personId: string
  from?: string
  to?: string
  disclose: Disclosure[]
  asked: CertificateRequest | ''
}

/** Of what is told by its code, nothing is agreed to before they say so. */
const BLANK: Draft = { personId: '', disclose: [], asked: '' }
/** Of whom nothing is known any more. */
const ERASED = '—'

/** Certificates to print: those that people let the organisation print, and those that they ask for at the counter. */
export class CertificatesPart {
  private readonly board: Board
  private readonly commands: CommandController
  private readonly list: ResourceController<OrganisationCertificateList>
  /** Undefined while nobody asks for one. */
  private draft: Draft | undefined
  private errors: FieldErrors = new Map()
  private done = ''
  /** Whose taking back is to be confirmed. */
  private doubted = ''
  /** Whose people all this is about. */
  private orgId = ''

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.commands = new CommandController(board.host, () => board.locale, refusalOfOther)
    this.list = new ResourceController(
      board.host,
      () => [board.client, isShown() ? board.organisation : ''],
      (client: Client, orgId) => client.organisationCertificates(orgId),
    )
  }

  render(options: CertificatesOptions): unknown {
    if (this.orgId !== this.board.organisation) {
      this.orgId = this.board.organisation
      this.close()
      this.done = this.doubted = ''
    }
    const { t } = this.board.locale
    const words = t.roster.hours
    const { data, snapshot } = this.list
    const reader = this.board.keepsAll ? 'street' : 'liaison'
    if (!data) return snapshot.error ? notice('bad', words.certificatesFailed) : nothing
    return html`<section class="part" part="certificates">
      <h3>${words.certificates}</h3>
      <p class="small muted">${words.certificatesHint[reader]}</p>
      <div id="certificate-news" role="status" tabindex="-1">
        ${this.done ? notice('ok', this.done) : nothing} ${this.commands.view('issue')} ${this.commands.view('revoke')}
      </div>
      ${
        data.certificates.length === 0
          ? html`<p class="muted">${words.noCertificates[reader]}</p>`
          : html`<ul class="rows">
              ${data.certificates.map((one) => this.certificate(one, options))}
            </ul>`
      }
      ${this.draft ? this.form(this.draft, options) : this.opener(options)}
    </section>`
  }

  private certificate(one: Certificate, { length }: CertificatesOptions) {
    const { t } = this.board.locale
    const words = t.roster.hours
    const { id, name, from, to, minutes, code, superseded, printUrl, asked } = one
    return html`<li data-certificate=${id}>
      <div class="who">
        <b>${name}</b> <span class="chip plain">${length(minutes)}</span>
        ${superseded ? html`<span class="chip wait">${words.superseded}</span>` : nothing}
        <span class="small muted line">${words.span(from, to)} · ${words.code(code)}</span>
        ${asked ? html`<span class="small muted line">${words.requested.askedSo[asked]}</span>` : nothing}
      </div>
      <div class="actions">
        <a class="button" href=${printUrl} target="_blank" rel="noopener noreferrer" aria-label=${words.printLabel(name)}
          >${words.print}</a
        >
        ${asked ? this.revoking(one) : nothing}
      </div>
    </li>`
  }

  private revoking({ id, name }: Certificate) {
    const { requested: words } = this.board.locale.t.roster.hours
    const isBusy = this.commands.busy !== ''
    const doubt = (next: string, focus: string) => () => void this.board.show(() => (this.doubted = next), focus)
    const opener = `[data-revoke="${CSS.escape(id)}"]`
    if (this.doubted !== id) {
      return html`<button
        type="button"
        class="button quiet danger"
        data-revoke=${id}
        aria-label=${words.revokeLabel(name)}
        ?disabled=${isBusy}
        @click=${doubt(id, '#revoke-sure')}
      >
        ${words.revoke}
      </button>`
    }
    return html`<button
        type="button"
        class="button danger"
        id="revoke-sure"
        aria-label=${words.revokeYesLabel(name)}
        ?disabled=${isBusy}
        @click=${() => void this.revoke(id, name)}
      >
        ${words.revokeYes}
      </button>
      <button type="button" class="button" aria-label=${words.revokeNoLabel(name)} @click=${doubt('', opener)}>
        ${words.revokeNo}
      </button>`
  }

  private opener({ people }: CertificatesOptions) {
    const { requested: words } = this.board.locale.t.roster.hours
    if (!people.some(hasHours)) return nothing
    const open = () => {
      this.draft = BLANK
      this.done = ''
      this.commands.clear()
    }
    return html`<div class="actions">
      <button type="button" class="button" id="certificate-open" @click=${() => void this.board.show(open, '#asked-by')}>
        ${words.open}
      </button>
    </div>`
  }

  private form(draft: Draft, { people: all, length, from, to }: CertificatesOptions) {
    const { locale } = this.board
    const { t, number } = locale
    const { requested: words } = t.roster.hours
    const isBusy = this.commands.busy !== ''
    const people = all.filter(hasHours)
    const filled = { ...draft, from: draft.from ?? from, to: draft.to ?? to }
    const change = (patch: Partial<Draft>) => {
      // Of two changes before it is drawn again, neither undoes the other.
      this.draft = { ...(this.draft ?? draft), ...patch }
      this.board.host.requestUpdate()
    }
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.issue({ from, to, ...(this.draft ?? draft) }, people)
    }
    return html`<form class="requested" novalidate aria-labelledby="requested-title" @submit=${submit}>
      <h4 id="requested-title">${words.title}</h4>
      <p class="small muted">${words.hint}</p>
      ${errorSummary(locale, this.errors, (id) => void this.board.show(() => {}, `#${id}`))}
      ${selectField(locale, {
        id: 'asked-by',
        label: words.who,
        placeholder: words.chooseWho,
        value: draft.personId,
        error: this.errors.get('asked-by'),
        // There are people of one name; minors of one family name all look alike.
        choices: people.map(({ personId, name, times, minutes }) => ({
          value: personId,
          label: words.whoOf(name, number(times), length(minutes)),
        })),
        onChange: (personId) => change({ personId }),
      })}
      <div class="span">
        ${(['from', 'to'] as const).map((end) =>
          textField(locale, {
            id: `requested-${end}`,
            label: words[end],
            type: 'date',
            value: filled[end],
            error: this.errors.get(`requested-${end}`),
            onInput: (day) => change({ [end]: day }),
          }),
        )}
      </div>
      ${choiceField(locale, {
        id: 'asked-how',
        label: words.how,
        error: this.errors.get('asked-how'),
        choices: REQUESTS.map((value) => ({ value, label: words.requests[value] })),
        values: draft.asked ? [draft.asked] : [],
        onChange: ([asked]) => change({ asked: asked as CertificateRequest }),
      })}
      ${choiceField(locale, {
        id: 'asked-disclose',
        label: words.disclose,
        hint: words.discloseHint,
        optional: true,
        several: true,
        choices: DISCLOSURES.map((value) => ({ value, label: words.disclosures[value] })),
        values: draft.disclose,
        onChange: (disclose) => change({ disclose: disclose as Disclosure[] }),
      })}
      <div class="actions">
        <button type="submit" class="button primary" ?disabled=${isBusy}>
          ${this.commands.busy === 'issue' ? words.issuing : words.issue}
        </button>
        <button type="button" class="button" @click=${() => void this.board.show(() => this.close(), '#certificate-open')}>
          ${words.cancel}
        </button>
      </div>
    </form>`
  }

  private close() {
    this.draft = undefined
    this.errors = new Map()
    this.commands.clear()
  }

  private async issue(
    { personId, from, to, disclose, asked }: Draft & { from: string; to: string },
    people: OrganisationHours['people'],
  ) {
    const { client, locale, organisation: orgId } = this.board
    const { requested: words } = locale.t.roster.hours
    const errors = new Map<string, string>()
    const who = people.find((one) => one.personId === personId)
    if (!who) errors.set('asked-by', words.whoMissing)
    if (!from || !to || from > to) errors.set('requested-to', words.spanWrong)
    if (!asked) errors.set('asked-how', words.howMissing)
    this.errors = errors
    if (!client || !who || !asked || errors.size > 0) return void this.board.show(() => {}, '#summary')
    this.done = ''
    const issued = await this.commands.run('issue', () =>
      client.requestedCertificate({ orgId, personId, from, to, disclose, asked }),
    )
    if (issued) {
      this.close()
      this.done = words.issued(who.name)
      await this.list.refresh()
    }
    await this.board.show(() => {}, '#certificate-news')
  }

  private async revoke(certificateId: string, name: string) {
    const { client, locale, organisation: orgId } = this.board
    if (!client) return
    this.done = ''
    const revoked = await this.commands.run('revoke', () => client.revokeRequestedCertificate({ orgId, certificateId }))
    this.doubted = ''
    if (revoked) {
      this.done = locale.t.roster.hours.requested.revoked(name)
      await this.list.refresh()
    }
    await this.board.show(() => {}, '#certificate-news')
  }
}

/** Whom a certificate can be issued for. */
const hasHours = ({ minutes, name }: OrganisationHours['people'][number]): boolean => minutes > 0 && name !== ERASED
