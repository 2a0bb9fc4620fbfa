import { html, nothing } from 'lit'
import type { PreviewCancelInput } from '@wangge/core/client'
import type { CancelledShifts } from '@wangge/core/roster/schema'
import { CommandController } from '../../controllers/command-controller.ts'
import type { FieldErrors } from '../../form-fields.ts'
import { fromLocalInput, toLocalInput } from '../../local-input.ts'
import { notice } from '../../panels.ts'
import type { Board } from '../board.ts'
import { addDays } from '../week/week-view.ts'
import { BeforeCallOff } from './before-call-off.ts'
import { callOffForm } from './call-off-form.ts'
import type { CallOffFields } from './call-off-form.ts'

export { callOffStyles } from './call-off.styles.ts'

const NO_ERRORS: FieldErrors = new Map()

/**
 * Calls off the shifts of a time in the week that is shown, or one shift: the server tells how many it concerns before it is done.
 * What was opened for one shift is never about another: where that shift is not in the week any more there is nothing to send.
 */
export class CallOff {
  private readonly board: Board
  private readonly commands: CommandController
  private readonly before: BeforeCallOff
  private fields: CallOffFields | undefined
  /** Id of the one shift that is meant; empty for all of the time. */
  private only = ''
  private errors = NO_ERRORS
  private done: CancelledShifts | undefined

  constructor(board: Board) {
    this.board = board
    this.before = new BeforeCallOff(board)
    this.commands = new CommandController(board.host, () => board.locale)
  }

  /** @param slotId one shift alone; else what lies in a time that is asked for */
  open(slotId = '') {
    const slot = this.board.slotOf(slotId)
    this.only = slotId
    this.done = undefined
    this.errors = NO_ERRORS
    this.commands.clear()
    this.before.again()
    const { now, monday } = this.board
    const { timeZone } = this.board.locale
    const begin = Math.max(now(), Date.parse(fromLocalInput(`${monday}T00:00`, timeZone)!))
    this.fields = {
      from: toLocalInput(slot?.startsAt ?? begin, timeZone),
      to: slot ? toLocalInput(slot.endsAt, timeZone) : `${toLocalInput(begin, timeZone).slice(0, 10)}T23:59`,
      kinds: [],
      reason: 'weather',
    }
    void this.board.show(() => {}, '#call-off-title')
  }

  render(): unknown {
    const { board, fields } = this
    const { locale } = board
    const words = locale.t.roster.callOff
    const news = html`<div id="call-off-news" role="status" tabindex="-1">${this.done ? this.told(this.done) : nothing}</div>`
    if (!fields) return news
    // Of a time that is none, or of another week, nothing is counted: the form says what is wrong with it.
    const [wrong] = this.only ? [] : this.errorsOf(fields).values()
    const order = wrong === undefined ? this.order(fields) : undefined
    return html`${news}
    ${callOffForm(locale, {
      fields,
      errors: this.errors,
      only: this.only ? this.titleOfOne() : undefined,
      counted: order && this.before.at(order),
      uncounted: wrong ?? words.gone,
      countAgain: () => this.before.again(),
      busy: this.commands.busy !== '',
      refusal: this.commands.view('call-off'),
      on: {
        change: (changed) => this.change(() => (this.fields = { ...fields, ...this.fields, ...changed })),
        send: () => void this.send(),
        close: () => void board.show(() => (this.fields = undefined), '#call-off-open'),
      },
    })}`
  }

  private told({ slotIds, signUps, passedBy }: CancelledShifts) {
    const { number, t } = this.board.locale
    const words = t.roster.callOff
    return notice(
      'ok',
      words.done(number(slotIds.length), number(signUps)),
      passedBy > 0 ? html`<p>${words.passedBy(number(passedBy))}</p>` : nothing,
    )
  }

  private titleOfOne(): string {
    const { board } = this
    const { locale } = board
    const words = locale.t.roster.callOff
    const slot = board.slotOf(this.only)
    const post = slot && board.postOf(slot)
    if (!slot || !post) return words.openOne
    const when = `${locale.day(slot.startsAt)} ${locale.time(slot.startsAt)}–${locale.time(slot.endsAt)}`
    return words.titleOne(locale.text(post.name), when)
  }

  /** What is asked of the server; undefined where the time is none, or the one shift that is meant is not there any more. */
  private order({ from, to, kinds }: CallOffFields): PreviewCancelInput | undefined {
    if (this.only) {
      const slot = this.board.slotOf(this.only)
      return slot && { from: slot.startsAt, to: slot.endsAt, slotIds: [slot.id] }
    }
    const { timeZone } = this.board.locale
    const [begin, end] = [fromLocalInput(from, timeZone), fromLocalInput(to, timeZone)]
    if (begin === undefined || end === undefined || begin >= end) return undefined
    const { gridId } = this.board
    return { from: begin, to: end, ...(kinds.length > 0 && { kinds: [...kinds] }), ...(gridId && { gridIds: [gridId] }) }
  }

  private async send() {
    const { board, fields } = this
    const { client } = board
    if (!client || !fields) return
    this.errors = this.only ? NO_ERRORS : this.errorsOf(fields)
    const order = this.order(fields)
    const [first] = this.errors.keys()
    if (first !== undefined || !order) return board.show(() => {}, `#${first ?? 'call-off-title'}`)
    const result = await this.commands.run('call-off', () => client.cancelShifts({ ...order, reason: fields.reason }))
    if (!result) {
      this.before.again()
      return board.show(() => {}, '#call-off-title')
    }
    await board.show(() => {
      this.done = result.cancelled
      this.fields = undefined
    }, '#call-off-news')
    await board.refreshWeek()
  }

  /** What is shown is one week: of another nobody would see how many it concerns. */
  private errorsOf({ from, to }: CallOffFields): FieldErrors {
    const { monday, locale } = this.board
    const words = locale.t.roster.callOff.errors
    const errors = new Map<string, string>()
    const next = addDays(monday, 7)
    if (fromLocalInput(from) === undefined) errors.set('call-off-from', words.from)
    else if (from < monday || from >= next) errors.set('call-off-from', words.week)
    if (fromLocalInput(to) === undefined || to <= from) errors.set('call-off-to', words.to)
    else if (to > `${next}T00:00`) errors.set('call-off-to', words.week)
    return errors
  }

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
