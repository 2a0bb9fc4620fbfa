import { html, nothing } from 'lit'
import { FACT_LENGTHS, overAt, RECORD_FACTS } from '@wangge/core/roster'
import type { CorrectionView, ServiceRecord } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { correctionChanges } from '../correction-changes.ts'
import { textArea, textField } from '../form-fields.ts'
import { fromLocalInput, toLocalInput } from '../local-input.ts'
import type { Stage } from './stage.ts'

const MOST_LETTERS = 500
const NOTHING = { checkedInAt: '', checkedOutAt: '', activity: '', place: '', content: '', inCharge: '', reason: '' }
const TONES = { requested: 'wait', disputed: 'wait', accepted: 'ok', refused: 'bad', upheld: 'bad', withdrawn: 'plain' } as const

/**
 * Asks for other times than those on record, or for something else that should stand there, and objects where that was refused; one
 * record at a time.
 */
export class CorrectionForm {
  private readonly stage: Stage
  private readonly commands: CommandController
  /** The record that is being corrected, or whose refusal is objected to. */
  private open: { signUpId: string; what: 'request' | 'dispute' } | undefined
  private draft = NOTHING
  /** As the form began: what stands on record. */
  private first = NOTHING
  private isMore = false
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

  private stateView(correction: CorrectionView) {
    const { locale } = this.stage
    const { hours } = locale.t.signup
    const { state, note } = correction
    return html`<p><span class="chip ${TONES[state]}">${hours.correction[state]}</span></p>
      ${state === 'withdrawn' ? nothing : html`<div class="small">${correctionChanges(locale, correction)}</div>`}
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
      const { text } = stage.locale
      this.first = {
        checkedInAt: toLocalInput(record.checkedInAt ?? record.startsAt),
        checkedOutAt: toLocalInput(record.checkedOutAt ?? overAt(record)),
        activity: text(record.activity),
        place: text(record.place),
        content: text(record.content),
        inCharge: record.inCharge ?? '',
        reason: '',
      }
      this.draft = this.first
      this.isMore = false
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
      ${this.others()}
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

  /** What else the record tells, as it stands there: closed, for whoever has only times to mend. */
  private others() {
    const { locale } = this.stage
    const { correctionChanges: words, signup } = locale.t
    const { others, othersHint } = signup.hours
    return html`<details
      class="others"
      ?open=${this.isMore}
      @toggle=${(event: Event) => (this.isMore = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${others}</summary>
      <div class="fields">
        <p class="small muted">${othersHint}</p>
        ${RECORD_FACTS.map((fact) =>
          textField(locale, {
            id: fact,
            label: words.facts[fact],
            error: this.errors.get(fact),
            value: this.draft[fact],
            maxLength: FACT_LENGTHS[fact],
            optional: this.first[fact] === '',
            onInput: (value) => this.change({ [fact]: value }),
          }),
        )}
      </div>
    </details>`
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

  private async request(record: ServiceRecord) {
    const { client, locale } = this.stage
    const { errors: words } = locale.t.signup.hours
    const { signUpId } = record
    const reason = this.draft.reason.trim()
    const times = this.times(record)
    const changed = RECORD_FACTS.filter((fact) => this.draft[fact].trim() !== this.first[fact])
    const errors = [
      ...(times.missing ?? []).map((id) => [id, words[id]]),
      ...changed.filter((fact) => this.draft[fact].trim() === '').map((fact) => [fact, words['fact']]),
      ...(times.asked || times.missing || changed.length > 0 ? [] : [['checkedInAt', words['nothing']]]),
      ...(reason === '' ? [['reason', words['reason']]] : []),
    ] as [string, string][]
    if (errors.length > 0) return this.fail(errors)
    if (!client) return undefined
    const facts = Object.fromEntries(changed.map((fact) => [fact, this.draft[fact].trim()]))
    const sent = await this.commands.run(signUpId, () =>
      client.requestCorrection({ signUpId, ...times.asked, ...(changed.length > 0 && { facts }), reason }),
    )
    return sent ? this.close(signUpId) : undefined
  }

  /** Times are asked for where one was changed, or where the record has none yet; an end that was left is as exact as it was. */
  private times(record: ServiceRecord) {
    const ends = ['checkedInAt', 'checkedOutAt'] as const
    const isLeft = (end: (typeof ends)[number]) => this.draft[end] === this.first[end]
    if (record.recorded && ends.every(isLeft)) return {}
    const [checkedInAt, checkedOutAt] = ends.map((end) => (isLeft(end) && record[end]) || fromLocalInput(this.draft[end]))
    if (checkedInAt && checkedOutAt) return { asked: { checkedInAt, checkedOutAt } }
    return { missing: ends.filter((_, at) => ![checkedInAt, checkedOutAt][at]) }
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
    return this.stage.show(() => {
      this.errors = new Map(errors)
      this.isMore ||= RECORD_FACTS.some((fact) => this.errors.has(fact))
    }, `#${errors[0]?.[0]}`)
  }

  private close(signUpId: string) {
    return this.stage.show(() => this.reset(), `[data-record="${CSS.escape(signUpId)}"]`)
  }
}
