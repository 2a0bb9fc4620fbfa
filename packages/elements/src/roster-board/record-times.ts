import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Client } from '@wangge/core/client'
import { attendancePolicy, hostTimesRefusal, isRecordedLate, overAt } from '@wangge/core/roster'
import type { HostTimes, HostTimesRefusal } from '@wangge/core/roster'
import type { RosterPerson, RosterWeek } from '@wangge/core/roster/schema'
import { textArea, textField } from '../form-fields.ts'
import { fromLocalInput, toLocalInput } from '../local-input.ts'
import { notice } from '../panels.ts'
import { refusalOfOther } from '../refusal.ts'
import type { Words } from '../strings.ts'
import type { DeskActs } from './attendance-desk.ts'
import type { Board } from './board.ts'
import { checkInTimes } from './check-in-times.ts'
import type { BoardSlot } from './week/week-view.ts'

const MOST_NOTE = 200

/** When somebody came and went, taken down by hand by whoever ran the shift: afterwards too, and without a connection. */
export class RecordTimes {
  private readonly board: Board
  private readonly desk: DeskActs
  /** Whose times are being written; the form is theirs alone. */
  private signUpId = ''
  private draft = { in: '', out: '', note: '' }
  private errors: { in?: string; out?: string; note?: string } = {}
  private refusal: Words | undefined

  constructor(board: Board, desk: DeskActs) {
    this.board = board
    this.desk = desk
  }

  isOpen({ signUpId }: RosterPerson): boolean {
    return this.signUpId === signUpId
  }

  /** Begins with the shift's own times, as most come and go. */
  open({ signUpId }: RosterPerson, slot: BoardSlot) {
    const { startsAt } = slot
    const endsAt = overAt(slot)
    const start = () => {
      this.reset()
      this.signUpId = signUpId
      const isOver = this.board.now() >= Date.parse(endsAt)
      // Of one that was called off before it began, nobody knows when most came.
      const isEarly = Date.parse(endsAt) < Date.parse(startsAt)
      const timeZone = this.board.week?.timeZone
      this.draft = {
        in: isEarly ? '' : toLocalInput(startsAt, timeZone),
        out: isOver ? toLocalInput(endsAt, timeZone) : '',
        note: '',
      }
    }
    void this.board.show(start, '#times-title')
  }

  reset() {
    this.signUpId = ''
    this.errors = {}
    this.refusal = undefined
  }

  /** @param known what is on record, or waits to be: it is not asked for again */
  form(week: RosterWeek, slot: BoardSlot, person: RosterPerson, known: HostTimes): TemplateResult {
    const { locale } = this.board
    const words = locale.t.roster.attendance.times
    const time = (end: 'in' | 'out', label: string, hint?: string) =>
      textField(locale, {
        id: `time-${end}`,
        label,
        type: 'datetime-local',
        ...(hint !== undefined && { hint, optional: true }),
        error: this.errors[end],
        value: this.draft[end],
        onInput: (value) => (this.draft[end] = value),
      })
    const isLate = this.isLate(slot)
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      this.submit(week, slot, person, known)
    }
    return html`<form class="record-times" novalidate aria-labelledby="times-title" @submit=${submit}>
      <h4 id="times-title" tabindex="-1">${words.title(person.name)}</h4>
      <p class="small muted">${words.hint}</p>
      <div role="alert">
        ${this.refusal ? notice('bad', this.refusal.title, this.refusal.hint ? html`<p>${this.refusal.hint}</p>` : undefined) : nothing}
      </div>
      ${known.in === undefined ? time('in', words.in) : nothing}
      ${known.out === undefined ? time('out', words.out, known.in === undefined ? words.outHint : undefined) : nothing}
      ${textArea(locale, {
        id: 'time-note',
        label: isLate ? words.why : words.note,
        hint: isLate ? words.whyHint(locale.day(Date.parse(slot.recordBy!) - 1)) : words.noteHint,
        optional: !isLate,
        error: this.errors.note,
        maxLength: MOST_NOTE,
        value: this.draft.note,
        onInput: (value) => (this.draft.note = value),
      })}
      <div class="actions">
        <button type="submit" class="button primary" ?disabled=${this.desk.busy}>${words.save}</button>
        <button
          type="button"
          class="button"
          @click=${() => void this.board.show(() => this.reset(), `[data-times="${person.signUpId}"]`)}
        >
          ${words.cancel}
        </button>
      </div>
    </form>`
  }

  /** By the district's working days, as the server reckons them, and its clock. */
  private isLate({ recordBy }: BoardSlot): boolean {
    return recordBy !== undefined && isRecordedLate(recordBy, this.board.now())
  }

  private submit(week: RosterWeek, slot: BoardSlot, { signUpId, name }: RosterPerson, known: HostTimes) {
    const { board, desk } = this
    const { times } = board.locale.t.roster.attendance
    const said: HostTimes = {
      ...(known.in === undefined && { in: fromLocalInput(this.draft.in, week.timeZone) }),
      ...(known.out === undefined && { out: inTheMinuteOf(known.in, fromLocalInput(this.draft.out, week.timeZone)) }),
    }
    const note = this.draft.note.trim()
    const isMissing = {
      in: known.in === undefined && said.in === undefined,
      out: known.in !== undefined && said.out === undefined,
    }
    this.errors = { ...(isMissing.in && { in: times.missing }), ...(isMissing.out && { out: times.missing }) }
    this.refusal = undefined
    if (isMissing.in || isMissing.out) return void board.show(() => {}, isMissing.in ? '#time-in' : '#time-out')
    const rules = { slot, now: board.now(), policy: attendancePolicy(week.attendance), recordBy: slot.recordBy, note }
    const refusal = hostTimesRefusal(said, known, rules)
    if (refusal?.reason === 'late-note-required') {
      this.errors = { note: times.whyMissing }
      return void board.show(() => {}, '#time-note')
    }
    if (refusal) {
      this.refusal = this.wordsOf(refusal, week, slot)
      return void board.show(() => {}, refusal.reason === 'out-before-in' ? '#time-out' : '#times-title')
    }
    this.reset()
    return void desk.act((client) => this.send(client, { signUpId, name, said, note }))
  }

  private wordsOf({ reason, detail }: HostTimesRefusal, week: RosterWeek, slot: BoardSlot): Words {
    const { locale } = this.board
    const { times } = locale.t.roster.attendance
    if (reason === 'out-before-in') return { title: times.order, hint: times.orderHint }
    if (reason === 'clock-ahead') return { title: times.future, hint: times.futureHint }
    const isOutside = reason === 'too-early' || reason === 'too-late' || reason === 'slot-cancelled'
    if (!isOutside) return refusalOfOther(locale, reason, detail)
    const { opens, ends, closes } = checkInTimes(week, slot)
    const [from, end, to] = [opens, ends, closes].map((at) => locale.dateTime(at)) as [string, string, string]
    return { title: times.outside, hint: times.outsideHint(from, end, to) }
  }

  /** Both are kept before either is waited for: without a connection they are sent in their order, and each counts once. */
  private async send(
    client: Client,
    { signUpId, name, said, note }: { signUpId: string; name: string; said: HostTimes; note: string },
  ) {
    const proof = { by: 'host', signUpId, ...(note !== '' && { note }) } as const
    const sent = [
      ...(said.in === undefined ? [] : [await client.checkIn({ proof, at: said.in })]),
      ...(said.out === undefined ? [] : [await client.checkOut({ proof, at: said.out })]),
    ]
    let isDone = true
    for (const one of sent) isDone = (await this.desk.settle(client, one, name)) && isDone
    if (isDone) this.desk.tell(this.board.locale.t.roster.attendance.times.saved(name))
  }
}

/** A field tells minutes: who goes within the minute of their coming does not go before it. */
const inTheMinuteOf = (came: string | undefined, went: string | undefined): string | undefined =>
  came !== undefined && went !== undefined && Math.floor(Date.parse(came) / 60_000) === Date.parse(went) / 60_000 ? came : went
