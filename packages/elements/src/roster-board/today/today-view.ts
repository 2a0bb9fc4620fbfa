import type { ReactiveController } from 'lit'
import { html } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import { attendancePolicy, isHostedToday } from '@wangge/core/roster'
import type { RosterWeek } from '@wangge/core/roster/schema'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { localeFor } from '../../locale.ts'
import type { Locale } from '../../locale.ts'
import { blank, freshness, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { ShiftDesk } from '../shift-desk.ts'
import type { BoardSlot } from '../week/week-view.ts'
import { shiftToOpen } from './shift-to-open.ts'
import { closedShift, openShift } from './today-shift.ts'

export { todayStyles } from './today.styles.ts'

/** The shifts of today at a building, one open at a time: its check-in code, who is on it, and whether they have come. */
export class TodayView implements ReactiveController {
  private readonly board: Board
  private readonly desk: ShiftDesk
  private readonly today: ResourceController<RosterWeek>

  constructor(board: Board, isShown: () => boolean) {
    this.today = new ResourceController(
      board.host,
      // Another day is asked for anew.
      () => [board.client, isShown() ? board.today : ''],
      (client: Client) => client.rosterToday(),
    )
    this.board = this.ownBoard(board)
    this.desk = new ShiftDesk(this.board)
    board.host.addController(this)
  }

  hostUpdate() {
    const slots = this.slots()
    if (slots.some(({ id }) => id === this.desk.chosen)) return
    const next = shiftToOpen(slots, this.board.now())?.id ?? ''
    if (next !== this.desk.chosen) this.desk.open(next)
  }

  render() {
    const { board, today, desk } = this
    const { locale } = board
    const { data, snapshot } = today
    if (!data) return snapshot.error ? problem(locale, snapshot.error, () => void today.refresh()) : skeleton(locale, 4)
    const words = locale.t.roster.today
    const slots = this.slots()
    return html`<div class="today" part="today">
      ${desk.refused(data)}
      ${
        slots.length === 0
          ? blank(words.none, words.noneHint)
          : html`<ul class="today-shifts">
              ${repeat(
                slots,
                ({ id }) => id,
                (slot) => html`<li class="today-shift">${this.shift(data, slot)}</li>`,
              )}
            </ul>`
      }
      ${freshness(locale, snapshot, data.asOf)}
    </div>`
  }

  private shift(week: RosterWeek, slot: BoardSlot) {
    const { board, desk } = this
    const post = board.postOf(slot)!
    const open = () => void board.show(() => desk.open(slot.id), '#panel-title')
    if (slot.id !== desk.chosen) return closedShift(board.locale, { slot, post, today: board.today, open })
    return openShift(
      board.locale,
      desk.panel(week, slot, post, () => {}),
    )
  }

  /** What is kept may be of yesterday. */
  private slots(): readonly BoardSlot[] {
    const { data } = this.today
    if (!data) return []
    const context = { now: this.board.now(), timeZone: data.timeZone, policy: attendancePolicy(data.attendance) }
    return data.slots.filter((slot) => isHostedToday(slot, context))
  }

  /** Whoever runs a shift on the spot decides nothing else about it, whatever they may do elsewhere. */
  private ownBoard(board: Board): Board {
    const of = <T>(get: () => T): PropertyDescriptor => ({ get, enumerable: true })
    const locale = (): Locale => localeFor(board.locale.language, this.today.data?.timeZone ?? board.locale.timeZone)
    return Object.create(board, {
      week: of(() => this.today.data),
      locale: of(locale),
      decides: of(() => false),
      organisation: of(() => ''),
      mayCallOff: of(() => () => false),
      runs: of(() => () => true),
      refreshWeek: of(() => () => this.today.refresh()),
      slotOf: of(() => (id: string) => this.today.data?.slots.find((slot) => slot.id === id)),
      postOf: of(
        () =>
          ({ postId }: BoardSlot) =>
            this.today.data?.posts.find(({ id }) => id === postId),
      ),
    }) as Board
  }
}
