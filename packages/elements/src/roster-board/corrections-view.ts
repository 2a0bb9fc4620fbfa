import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { CorrectionList } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { correctionChanges } from '../correction-changes.ts'
import { blank, freshness, problem, skeleton } from '../panels.ts'
import type { Board } from './board.ts'
import { CorrectionsPart } from './corrections-part.ts'

/** 记录更正: what waits for the word of whoever recorded the service, the community or the street, and what they said lately. */
export class CorrectionsView {
  private readonly board: Board
  private readonly list: ResourceController<CorrectionList>
  private readonly decided: ResourceController<CorrectionList>
  private readonly part: CorrectionsPart
  /** What was decided is asked for once somebody wants to see it. */
  private isOpen = false

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.list = new ResourceController(
      board.host,
      () => [board.client, isShown() ? `of ${board.gridId}` : ''],
      (client: Client) => client.corrections(board.gridId || undefined),
    )
    this.decided = new ResourceController(
      board.host,
      () => [board.client, isShown() && this.isOpen ? `of ${board.gridId}` : ''],
      (client: Client) => client.corrections(board.gridId || undefined, { decided: true }),
    )
    const commands = new CommandController(board.host, () => board.locale)
    this.part = new CorrectionsPart(board, commands, async () => {
      await Promise.all([this.list.refresh(), this.isOpen && this.decided.refresh()])
    })
  }

  render(): unknown {
    const { locale } = this.board
    const words = locale.t.roster.corrections
    const { data, snapshot } = this.list
    if (!data) return snapshot.error ? problem(locale, snapshot.error, () => void this.list.refresh()) : skeleton(locale, 3)
    return html`<p class="small muted">${words.hint}</p>
      ${this.part.render(data.corrections)} ${data.corrections.length === 0 ? blank(words.none, words.noneHint) : nothing}
      ${freshness(locale, snapshot, data.asOf)}
      <details
        class="decided"
        ?open=${this.isOpen}
        @toggle=${(event: Event) => {
          this.isOpen = (event.target as HTMLDetailsElement).open
          this.board.host.requestUpdate()
        }}
      >
        <summary>${words.lately}</summary>
        ${this.isOpen ? this.lately() : nothing}
      </details>`
  }

  private lately() {
    const { locale } = this.board
    const { corrections: words } = locale.t.roster
    const { data, snapshot } = this.decided
    if (!data) return snapshot.error ? problem(locale, snapshot.error, () => void this.decided.refresh()) : skeleton(locale, 2)
    if (data.corrections.length === 0) return html`<p class="muted">${words.nothingLately}</p>`
    return html`<ul class="rows">
      ${data.corrections.map((one) => this.past(one))}
    </ul>`
  }

  private past(one: CorrectionList['corrections'][number]) {
    const { locale } = this.board
    const { t, text, day, time } = locale
    const { corrections: words } = t.roster
    const { id, name, state, activity, startsAt, endsAt, steppedAt, decidedBy, reason, note } = one
    const at = steppedAt && `${day(steppedAt)} ${time(steppedAt)}`
    return html`<li data-decided=${id}>
      <div class="who">
        <b>${name}</b>
        <span class="chip ${state === 'accepted' ? 'ok' : 'bad'}"
          >${state === 'accepted' ? words.wasAccepted : words.wasRefused}</span
        >
        <span class="line">${day(startsAt)} ${time(startsAt)}–${time(endsAt)} ${text(activity)}</span>
        ${correctionChanges(locale, one)}
        <span class="small muted line">${words.reason(reason)}</span>
        ${note ? html`<span class="small muted line">${words.note(note)}</span>` : nothing}
        ${at ? html`<span class="small muted line">${decidedBy ? words.decidedBy(decidedBy, at) : words.decidedAt(at)}</span>` : nothing}
      </div>
    </li>`
  }
}
