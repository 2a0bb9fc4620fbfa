import { html, nothing } from 'lit'
import type { CorrectionView, ServiceRecord } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { textArea, textField } from '../form-fields.ts'
import { fromLocalInput, toLocalInput } from '../local-input.ts'
import type { Stage } from './stage.ts'

const MOST_LETTERS = 500
const TONES = { requested: 'wait', disputed: 'wait', accepted: 'ok', refused: 'bad', upheld: 'bad', withdrawn: 'plain' } as const

/** Asks for other times than those on record, and objects where that was refused; one record at a time. */
export class CorrectionForm {
  private readonly stage: Stage
  private readonly commands: CommandController
  /** The record that is being corrected, or whose refusal is objected to. */
  private open: { signUpId: string; what: 'request' | 'dispute' } | undefined
  private draft = { checkedInAt: '', checkedOutAt: '', reason: '' }
  private errors: ReadonlyMap<string, string> = new Map()

  constructor(stage: Stage) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
  }

  reset() {
    this.open = undefined
    this.errors = new Map()
    this.commands.clear()
  }

  render(record: ServiceRecord, { isOver }: { isOver: boolean }): unknown {
    const { stage } = this
    const { t } = stage.locale
    const { signUpId, correction } = record
    const isWaiting = stage.entries.some(({ kind, state, body }) => {
      const about = body as { signUpId?: string; correctionId?: string }
      const isThis = about.signUpId === signUpId || (correction !== undefined && about.correctionId === correction.id)
      return kind === 'correction' && state !== 'refused' && isThis
    })
    if (isWaiting) return html`<p class="small waiting">${t.signup.duty.waiting['correction']}</p>`
    const what = this.open?.signUpId === signUpId ? this.open.what : undefined
    return html`${correction ? this.stateView(correction) : nothing}
    ${what === 'request' ? this.requestForm(record) : what === 'dispute' && correction ? this.disputeForm(record, correction) : this.actions(record, { isOver })}`
  }

  private stateView({ state, note }: CorrectionView) {
    const { hours } = this.stage.locale.t.signup
    return html`<p><span class="chip ${TONES[state]}">${hours.correction[state]}</span></p>
      ${note ? html`<p class="small">${hours.note(note)}</p>` : nothing}`
  }

  private actions(record: ServiceRecord, { isOver }: { isOver: boolean }) {
    const { locale } = this.stage
    const { t, text, day } = locale
    const { hours } = t.signup
    const { signUpId, correction } = record
    const isOpen = correction?.state === 'requested' || correction?.state === 'disputed'
    const may = (action: CorrectionView['actions'][number]) => correction?.actions.includes(action)
    if (!isOver) return nothing
    return html`${this.commands.view(signUpId)}
      <div class="actions">
        ${
          isOpen
            ? nothing
            : html`<button
                type="button"
                class="button quiet"
                data-correct
                aria-label=${hours.correctLabel(text(record.activity), day(record.startsAt))}
                @click=${() => void this.start(record, 'request')}
              >
                ${hours.correct}
              </button>`
        }
        ${
          may('dispute')
            ? html`<button type="button" class="button quiet" data-dispute @click=${() => void this.start(record, 'dispute')}>
                ${hours.dispute}
              </button>`
            : nothing
        }
        ${
          may('withdraw') && correction
            ? html`<button
                type="button"
                class="button quiet danger"
                data-withdraw
                @click=${() => void this.step(record, { correctionId: correction.id, action: 'withdraw' })}
              >
                ${hours.withdraw}
              </button>`
            : nothing
        }
      </div>`
  }

  private start(record: ServiceRecord, what: 'request' | 'dispute') {
    const { stage } = this
    return stage.show(() => {
      this.reset()
      this.open = { signUpId: record.signUpId, what }
      this.draft = {
        checkedInAt: toLocalInput(record.checkedInAt ?? record.startsAt),
        checkedOutAt: toLocalInput(record.checkedOutAt ?? record.endsAt),
        reason: '',
      }
    }, '#panel-title')
  }

  private requestForm(record: ServiceRecord) {
    const { locale } = this.stage
    const { hours } = locale.t.signup
    const time = (id: 'checkedInAt' | 'checkedOutAt', label: string) =>
      textField(locale, {
        id,
        label,
        type: 'datetime-local',
        error: this.errors.get(id),
        value: this.draft[id],
        onInput: (value) => this.change({ [id]: value }),
      })
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.request(record)
    }
    return html`<form class="panel" novalidate aria-labelledby="panel-title" @submit=${submit}>
      <h4 id="panel-title" tabindex="-1">${hours.correct}</h4>
      ${this.commands.view(record.signUpId)}
      <div class="pair">${time('checkedInAt', hours.came)} ${time('checkedOutAt', hours.left)}</div>
      ${textArea(locale, {
        id: 'reason',
        label: hours.why,
        hint: hours.whyHint,
        error: this.errors.get('reason'),
        value: this.draft.reason,
        maxLength: MOST_LETTERS,
        onInput: (reason) => this.change({ reason }),
      })}
      ${this.buttons(record)}
    </form>`
  }

  private disputeForm(record: ServiceRecord, correction: CorrectionView) {
    const { locale } = this.stage
    const { hours } = locale.t.signup
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.dispute(record, correction)
    }
    return html`<form class="panel" novalidate aria-labelledby="panel-title" @submit=${submit}>
      <h4 id="panel-title" tabindex="-1">${hours.dispute}</h4>
      ${this.commands.view(record.signUpId)}
      ${textArea(locale, {
        id: 'reason',
        label: hours.disputeWhy,
        error: this.errors.get('reason'),
        value: this.draft.reason,
        maxLength: MOST_LETTERS,
        onInput: (reason) => this.change({ reason }),
      })}
      ${this.buttons(record)}
    </form>`
  }

  private buttons({ signUpId }: ServiceRecord) {
    const { hours } = this.stage.locale.t.signup
    return html`<div class="actions">
      <button type="submit" class="button primary" ?disabled=${this.commands.busy !== ''}>${hours.send}</button>
      <button type="button" class="button quiet" @click=${() => void this.close(signUpId)}>${hours.cancel}</button>
    </div>`
  }

  private change(patch: Partial<typeof this.draft>) {
    this.draft = { ...this.draft, ...patch }
    this.stage.host.requestUpdate()
  }

  private async request({ signUpId }: ServiceRecord) {
    const { client, locale } = this.stage
    const { errors } = locale.t.signup.hours
    const checkedInAt = fromLocalInput(this.draft.checkedInAt)
    const checkedOutAt = fromLocalInput(this.draft.checkedOutAt)
    const reason = this.draft.reason.trim()
    const missing = Object.entries({ checkedInAt, checkedOutAt, reason }).filter(([, value]) => !value)
    if (!checkedInAt || !checkedOutAt || !reason) return this.fail(missing.map(([id]) => [id, errors[id] ?? id]))
    if (!client) return undefined
    const sent = await this.commands.run(signUpId, () =>
      client.requestCorrection({ signUpId, checkedInAt, checkedOutAt, reason }),
    )
    return sent ? this.close(signUpId) : undefined
  }

  private async dispute(record: ServiceRecord, { id }: CorrectionView) {
    const note = this.draft.reason.trim()
    if (!note) return this.fail([['reason', this.stage.locale.t.signup.hours.errors['note'] ?? 'reason']])
    return this.step(record, { correctionId: id, action: 'dispute', note })
  }

  private async step({ signUpId }: ServiceRecord, step: { correctionId: string; action: 'dispute' | 'withdraw'; note?: string }) {
    const { client } = this.stage
    if (!client) return undefined
    const sent = await this.commands.run(signUpId, () => client.stepCorrection(step))
    return sent ? this.close(signUpId) : undefined
  }

  private fail(errors: [string, string][]) {
    return this.stage.show(() => (this.errors = new Map(errors)), `#${errors[0]?.[0]}`)
  }

  private close(signUpId: string) {
    return this.stage.show(() => this.reset(), `[data-record="${CSS.escape(signUpId)}"]`)
  }
}
