import type { Client, CommandAccepted, CommandRefusal } from '@wangge/core/client'
import type { CheckInCommand, RosterPerson, RosterWeek } from '@wangge/core/roster/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { refusedWords } from './attendance-view.ts'
import type { AttendanceOptions } from './attendance-view.ts'
import type { Board } from './board.ts'
import { checkInTimes } from './check-in-times.ts'
import { hostWords } from './host-words.ts'
import type { BoardSlot } from './week-view.ts'

/** What the desk of the shift does for its parts: one thing at a time, and what came of it is read out. */
export interface DeskActs {
  readonly busy: boolean
  act(work: (client: Client) => Promise<void>): Promise<void>
  /** Waits for what becomes of a command about somebody, and tells it unless it is done. @returns whether it is */
  settle(client: Client, sent: CommandAccepted<unknown> | CommandRefusal, name: string): Promise<boolean>
  refuse(refusal: CommandRefusal): void
  /** Something is done. */
  tell(words: string): void
}

/** Who has come to the shift that was chosen, and the word of whoever runs it. */
export class AttendanceDesk {
  private readonly board: Board
  private readonly desk: DeskActs
  private readonly outbox: OutboxController
  private readonly clock: ClockController

  constructor(board: Board, desk: DeskActs) {
    this.board = board
    this.desk = desk
    this.outbox = new OutboxController(board.host, () => board.client)
    this.clock = new ClockController(board.host)
  }

  /** What is shown of each on a shift; a host has their say while the server would take it. */
  of(week: RosterWeek, slot: BoardSlot): (person: RosterPerson) => AttendanceOptions {
    const { now } = this.clock
    const { opens, ends, closes } = checkInTimes(week, slot)
    // Not before it is known what waits here: nobody says anew what is about to be sent.
    const isHost = this.outbox.isKnown && this.board.runs(slot) && !slot.cancelled && now >= opens
    const { entries, durable } = this.outbox.view
    const waiting = hostWords(entries).filter(({ isRefused }) => !isRefused)
    return ({ signUpId }) => ({
      presence: { mayCome: isHost && now <= ends, mayGo: isHost && now <= closes },
      words: waiting.filter((word) => word.signUpId === signUpId),
      durable,
      started: now >= Date.parse(slot.startsAt),
      busy: this.desk.busy,
      attend: (person, kind) => this.attend(person, kind),
      absent: (person, isExcused) => this.absent(person, isExcused),
    })
  }

  /** What the server did not take of what was said here, on whichever shift. */
  refused({ slots }: RosterWeek) {
    return refusedWords(this.board.locale, {
      words: hostWords(this.outbox.view.entries).filter(({ isRefused }) => isRefused),
      nameOf: (word) => slots.flatMap(({ people }) => people).find(({ signUpId }) => signUpId === word.signUpId)?.name,
      // Who reads too slowly for another tab finds it gone.
      discard: (id) => void this.board.client?.outbox.discard(id).catch(() => {}),
    })
  }

  /** At the time at which they say it. */
  private attend({ signUpId, name }: RosterPerson, kind: CheckInCommand['kind']) {
    const { said } = this.board.locale.t.roster.attendance
    void this.desk.act(async (client) => {
      const send = kind === 'in' ? client.checkIn : client.checkOut
      const sent = await send({ proof: { by: 'host', signUpId } })
      if (await this.desk.settle(client, sent, name)) this.desk.tell(said[kind](name))
    })
  }

  private absent({ signUpId, name }: RosterPerson, isExcused: boolean) {
    const { t } = this.board.locale
    void this.desk.act(async (client) => {
      const result = await client.markAbsent({ signUpId, excused: isExcused })
      if (!result.ok) return this.desk.refuse(result)
      this.desk.tell(t.roster.named(name, isExcused ? t.roster.excuse : t.roster.noShow))
    })
  }
}
