import { html, nothing } from 'lit'
import { shiftsToCancel } from '@wangge/core/roster'
import type { CancelOrder } from '@wangge/core/roster'
import type { GridTree } from '@wangge/core/grid'
import type { CancelledShifts } from '@wangge/core/roster/schema'
import { CommandController } from '../../controllers/command-controller.ts'
import type { FieldErrors } from '../../form-fields.ts'
import { fromLocalInput, toLocalInput } from '../../local-input.ts'
import { notice } from '../../panels.ts'
import type { Board } from '../board.ts'
import { addDays } from '../week-view.ts'
import { callOffForm } from './call-off-form.ts'
import type { CallOffFields } from './call-off-form.ts'

export { callOffStyles } from './call-off.styles.ts'

const NO_ERRORS: FieldErrors = new Map()

/** Calls off the shifts of a time in the week that is shown, or one shift: how many it concerns is told before it is done. */
export class CallOff {
  private readonly board: Board
  private readonly commands: CommandController
  private readonly tree: () => GridTree | undefined
  private fields: CallOffFields | undefined
  /** Id of the one shift that is meant; empty for all of the time. */
  private only = ''
  private errors = NO_ERRORS
  private done: CancelledShifts | undefined

  constructor(board: Board, tree: () => GridTree | undefined) {
    this.board = board
    this.tree = tree
    this.commands = new CommandController(board.host, () => board.locale)
  }

  /** @param slotId one shift alone; else what lies in a time that is asked for */
  open(slotId = '') {
    const slot = this.board.slotOf(slotId)
    this.only = slotId
    this.done = undefined
    this.errors = NO_ERRORS
    this.commands.clear()
    const begin = Math.max(Date.now(), Date.parse(fromLocalInput(`${this.board.monday}T00:00`)!))
    this.fields = {
      from: toLocalInput(slot?.startsAt ?? begin),
      to: slot ? toLocalInput(slot.endsAt) : `${toLocalInput(begin).slice(0, 10)}T23:59`,
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
    const order = this.order(fields)
    const slot = board.slotOf(this.only)
    const post = slot && board.postOf(slot)
    return html`${news}
    ${callOffForm(locale, {
      fields,
      errors: this.errors,
      only:
        slot && post
          ? words.titleOne(
              locale.text(post.name),
              `${locale.day(slot.startsAt)} ${locale.time(slot.startsAt)}–${locale.time(slot.endsAt)}`,
            )
          : undefined,
      effect: order ? this.effectOf(order) : { shifts: 0, people: 0 },
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

  /** What is asked of the server; undefined where the time is none. */
  private order({ from, to, kinds }: CallOffFields): CancelOrder | undefined {
    const slot = this.board.slotOf(this.only)
    if (slot) return { from: slot.startsAt, to: slot.endsAt, slotIds: [slot.id] }
    const [begin, end] = [fromLocalInput(from), fromLocalInput(to)]
    if (begin === undefined || end === undefined || begin >= end) return undefined
    const { gridId } = this.board
    return { from: begin, to: end, ...(kinds.length > 0 && { kinds: [...kinds] }), ...(gridId && { gridIds: [gridId] }) }
  }

  private effectOf(order: CancelOrder): { shifts: number; people: number } {
    const { week, plans } = this.board
    const tree = this.tree()
    if (!week || !tree) return { shifts: 0, people: 0 }
    const posts = new Map(week.posts.map((post) => [post.id, post]))
    const shifts = week.slots.flatMap(({ postId, ...slot }) => {
      const post = posts.get(postId)
      return post ? [{ ...slot, cancelled: slot.cancelled === true, kind: post.kind, gridId: post.gridId }] : []
    })
    const ids = new Set(
      shiftsToCancel(shifts, { ...order, gridIds: order.gridIds ?? [...plans] }, { tree, now: Date.now() }).cancel,
    )
    const off = week.slots.filter(({ id }) => ids.has(id))
    return { shifts: off.length, people: off.reduce((sum, { seated, waitlisted }) => sum + seated + waitlisted, 0) }
  }

  private async send() {
    const { board, fields } = this
    const { client } = board
    if (!client || !fields) return
    this.errors = this.only ? NO_ERRORS : this.errorsOf(fields)
    const order = this.order(fields)
    const [first] = this.errors.keys()
    if (first !== undefined || !order) return board.show(() => {}, `#${first ?? 'call-off-from'}`)
    const result = await this.commands.run('call-off', () => client.cancelShifts({ ...order, reason: fields.reason }))
    if (!result) return board.show(() => {}, '#call-off-title')
    await board.refreshWeek()
    await board.show(() => {
      this.done = result.cancelled
      this.fields = undefined
    }, '#call-off-news')
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
