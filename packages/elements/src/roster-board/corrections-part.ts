import { html, nothing } from 'lit'
import type { CommandRefusal } from '@wangge/core/client'
import type { CorrectionAction, CorrectionList } from '@wangge/core/roster/schema'
import type { CommandController } from '../controllers/command-controller.ts'
import { correctionChanges } from '../correction-changes.ts'
import { textArea } from '../form-fields.ts'
import { notice } from '../panels.ts'
import type { Board } from './board.ts'

type Correction = CorrectionList['corrections'][number]

const NOTE_LENGTH = 500

/** What people say their records should tell: whoever recorded the service takes it over, or says why not; others see how it stands. */
export class CorrectionsPart {
  private readonly board: Board
  private readonly commands: CommandController
  private readonly refresh: () => Promise<void>
  /** Which one is being refused, and why. */
  private refused = ''
  private note = ''
  private noteError: string | undefined
  private done = ''

  constructor(board: Board, commands: CommandController, refresh: () => Promise<void>) {
    this.board = board
    this.commands = commands
    this.refresh = refresh
  }

  render(corrections: readonly Correction[]): unknown {
    const { t } = this.board.locale
    const words = t.roster.corrections
    const news = html`<div id="correction-news" role="status" tabindex="-1">
      ${this.done ? notice('ok', this.done) : nothing} ${this.commands.view('correction')}
    </div>`
    if (corrections.length === 0) return news
    return html`<section class="part">
      <h3>${corrections.some(({ actions }) => actions.length > 0) ? words.title : words.asked}</h3>
      ${news}
      <ul class="rows">
        ${corrections.map((one) => this.correction(one))}
      </ul>
    </section>`
  }

  private correction(one: Correction) {
    const { locale } = this.board
    const { t, text, day, time } = locale
    const words = t.roster.corrections
    const { id, name, activity, startsAt, endsAt, reason, note, state, actions } = one
    const isBusy = this.commands.busy !== ''
    const can = (action: CorrectionAction) => actions.includes(action)
    return html`<li data-correction=${id}>
      <div class="who">
        <b>${name}</b>
        <span class="chip wait">${state === 'disputed' ? words.disputed : words.requested}</span>
        <span class="line">${day(startsAt)} ${time(startsAt)}–${time(endsAt)} ${text(activity)}</span>
        ${correctionChanges(locale, one)}
        <span class="small muted line">${words.reason(reason)}</span>
        ${note ? html`<span class="small muted line">${words.note(note)}</span>` : nothing}
        ${actions.length === 0 && state === 'requested' ? html`<span class="small muted line">${words.notYours}</span>` : nothing}
      </div>
      ${
        this.refused === id
          ? html`<form novalidate @submit=${(event: SubmitEvent) => this.onRefuse(event, one)}>
              ${textArea(locale, {
                id: 'note',
                label: words.why,
                hint: words.whyHint,
                error: this.noteError,
                value: this.note,
                maxLength: NOTE_LENGTH,
                onInput: (value) => (this.note = value),
              })}
              <div class="actions">
                <button type="submit" class="button danger" ?disabled=${isBusy}>${words.refuse}</button>
                <button type="button" class="button" @click=${() => this.ask('')}>${words.keep}</button>
              </div>
            </form>`
          : html`<div class="actions">
              ${
                can('accept')
                  ? html`<button
                      type="button"
                      class="button primary"
                      ?disabled=${isBusy}
                      aria-label=${words.acceptLabel(name)}
                      @click=${() => void this.step(one, 'accept')}
                    >
                      ${words.accept}
                    </button>`
                  : nothing
              }
              ${
                can('refuse')
                  ? html`<button
                      type="button"
                      class="button"
                      ?disabled=${isBusy}
                      aria-label=${words.refuseLabel(name)}
                      @click=${() => this.ask(id)}
                    >
                      ${words.refuse}
                    </button>`
                  : nothing
              }
            </div>`
      }
    </li>`
  }

  private ask(id: string) {
    const open = () => {
      this.refused = id
      this.note = ''
      this.noteError = undefined
    }
    void this.board.show(open, id ? '#note' : '#correction-news')
  }

  private onRefuse(event: SubmitEvent, one: Correction) {
    event.preventDefault()
    const note = this.note.trim()
    if (note !== '') return void this.step(one, 'refuse', note)
    void this.board.show(() => (this.noteError = this.board.locale.t.roster.corrections.whyMissing), '#note')
  }

  private async step({ id, name }: Correction, action: CorrectionAction, note?: string) {
    const { client, locale } = this.board
    if (!client) return
    const { corrections: words } = locale.t.roster
    this.done = ''
    const result = await this.commands.run('correction', async (): Promise<{ ok: true } | CommandRefusal> => {
      const sent = await client.stepCorrection({ correctionId: id, action, ...(note !== undefined && { note }) })
      if (!sent.ok) return sent
      const outcome = await sent.settled
      if (outcome.state !== 'refused') return { ok: true }
      const { code, refusal } = outcome.problem
      return { ok: false, reason: refusal?.reason ?? code, detail: refusal?.detail ?? {} }
    })
    if (result) {
      this.refused = ''
      await this.refresh()
      this.done = (action === 'accept' ? words.accepted : words.refused)(name)
    }
    await this.board.show(() => {}, '#correction-news')
  }
}
