import type { ReactiveController } from 'lit'
import type { Client } from '@wangge/core/client'
import type { RosterWeek, ShiftCode } from '@wangge/core/roster/schema'
import { ResourceController } from '../controllers/resource-controller.ts'
import { ScreenAwake } from '../controllers/screen-awake.ts'
import { failureReason } from '../failure.ts'
import type { Board } from './board.ts'
import { checkInTimes } from './check-in-times.ts'
import { codeView } from './code-view.ts'
import type { qrPicture, QrPicture } from './qr-picture.ts'
import type { BoardPost, BoardSlot } from './week/week-view.ts'

/** How often it is looked whether the code runs out. */
const LOOK_MS = 1_000
/**
 * Another code is asked for so often, well within `CODE_LEAD_MS`. Each is taken once, and not everybody who shows one hears from the
 * feed of changes that it was: the next in the queue must not wait long.
 */
const RENEW_MS = 5_000

/** Whether people check in and out at a shift now. */
export type CodePhase = 'before' | 'open' | 'over'

/** The check-in code of the shift that was chosen: asked for when somebody wants it shown, and again before it runs out. */
export class CodeDesk implements ReactiveController {
  private readonly board: Board
  private readonly code: ResourceController<ShiftCode>
  /** Shift whose code is shown; empty for none. */
  private shown = ''
  private isFull = false
  private draw: typeof qrPicture | undefined
  private drawn: { url: string; picture: QrPicture } | undefined
  /** Its maker did not come: the address is there all the same. */
  private isUndrawable = false
  private triedAt = 0
  /** What was last drawn of it: what time alone changes is drawn again. */
  private last = ''
  private looked: { week: RosterWeek; slot: BoardSlot } | undefined
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(board: Board) {
    this.board = board
    this.code = new ResourceController(
      board.host,
      () => [board.client, this.shown],
      (client: Client, slotId) => client.shiftCode(slotId),
    )
    // A phone or tablet that stands at the post with the code in its window.
    new ScreenAwake(board.host, () => this.isFull)
    board.host.addController(this)
  }

  hostConnected() {
    this.timer = setInterval(() => this.look(), LOOK_MS)
  }

  hostDisconnected() {
    clearInterval(this.timer)
    this.close()
  }

  close() {
    this.hide()
    this.looked = undefined
  }

  private hide() {
    this.shown = ''
    this.isFull = false
  }

  view(week: RosterWeek, slot: BoardSlot, post: BoardPost) {
    const { board } = this
    this.looked = { week, slot }
    this.last = this.state()
    const { opens, closes } = checkInTimes(week, slot)
    const holds = this.holds()
    return codeView(board.locale, {
      slot,
      post,
      phase: this.phase(),
      opens,
      closes,
      isShown: this.shown === slot.id,
      isFull: this.isFull,
      code: holds ? this.code.data : undefined,
      picture: holds ? this.picture() : undefined,
      error: this.code.snapshot.error,
      isUndrawable: this.isUndrawable,
      on: {
        show: () => this.show(slot.id),
        hide: () => void board.show(() => this.hide(), '#code-show'),
        full: (isFull) => this.change(() => (this.isFull = isFull)),
        retry: () => this.renew(),
      },
    })
  }

  private show(slotId: string) {
    this.triedAt = Date.now()
    void this.board.show(() => (this.shown = slotId), '#code-title')
    void this.load()
  }

  /** The maker of pictures comes when the first is wanted. */
  private async load() {
    if (this.draw) return
    this.isUndrawable = false
    try {
      this.draw = (await import('./qr-picture.ts')).qrPicture
    } catch (error) {
      failureReason(error)
      this.isUndrawable = true
    }
    this.board.host.requestUpdate()
  }

  private picture(): QrPicture | undefined {
    const url = this.code.data?.url
    if (url === undefined || !this.draw) return undefined
    if (this.drawn?.url !== url) this.drawn = { url, picture: this.draw(url) }
    return this.drawn.picture
  }

  /** Once a second, and at once where a device wakes up: nothing is drawn unless something is other than it was. */
  private look() {
    if (!this.looked) return
    if (this.shown && this.phase() !== 'open') this.hide()
    else if (this.isDue()) this.renew()
    if (this.state() !== this.last) this.board.host.requestUpdate()
  }

  private renew() {
    this.triedAt = Date.now()
    void this.load()
    void this.code.refresh()
  }

  private isDue(): boolean {
    const { refreshing, error, fetchedAt = 0 } = this.code.snapshot
    if (!this.shown || refreshing || (error && !error.retryable)) return false
    return Date.now() >= Math.max(this.triedAt, fetchedAt) + RENEW_MS
  }

  private holds = (): boolean => this.shown !== '' && Date.now() < this.runsOut()

  /** By this device's clock, wrong or right: what the server's clock said is left, from when it was said. */
  private runsOut(): number {
    const { data, fetchedAt } = this.code.snapshot
    return data && fetchedAt !== undefined ? fetchedAt + Date.parse(data.until) - Date.parse(data.asOf) : 0
  }

  private phase(): CodePhase {
    if (!this.looked) return 'over'
    const { opens, closes } = checkInTimes(this.looked.week, this.looked.slot)
    const now = this.board.now()
    return now < opens ? 'before' : now > closes ? 'over' : 'open'
  }

  private state = (): string => `${this.phase()} ${this.holds()} ${this.shown}`

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
