import { html } from 'lit'
import type { Client, CommandAccepted, CommandRefusal } from '@wangge/core/client'
import type { HostTimes } from '@wangge/core/roster'
import type { CheckInCommand, RosterPerson, RosterWeek } from '@wangge/core/roster/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { refusedWords } from './attendance-view.ts'
import type { AttendanceOptions } from './attendance-view.ts'
import type { Board } from './board.ts'
import { checkInTimes } from './check-in-times.ts'
import { hostWords } from './host-words.ts'
import type { HostWord } from './host-words.ts'
import { isToBeNoted, LateWords } from './late-words.ts'
import { RecordTimes } from './record-times.ts'
import type { BoardSlot } from './week/week-view.ts'

/** What the desk of the shift does for its parts: one thing at a time, and what came of it is read out. */
export interface DeskActs {
  readonly busy: boolean
  /** Id of the shift that is open; empty for none. */
  readonly chosen: string
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
  private readonly times: RecordTimes
  private readonly late: LateWords

  constructor(board: Board, desk: DeskActs) {
    this.board = board
    this.desk = desk
    this.outbox = new OutboxController(board.host, () => board.client)
    // What opens and closes is shown to.
    new ClockController(board.host)
    this.times = new RecordTimes(board, desk)
    this.late = new LateWords(board, desk)
  }

  /** Puts away what was begun. */
  reset() {
    this.times.reset()
  }

  /** What is shown of each on a shift; a host has their say while the server would take it. */
  of(week: RosterWeek, slot: BoardSlot): (person: RosterPerson) => AttendanceOptions {
    const now = this.board.now()
    const { opens, ends, closes } = checkInTimes(week, slot)
    // Not before it is known what waits here: nobody says anew what is about to be sent.
    // Of one that was called off, they say when those who had come went.
    const isKept = !slot.cancelled || slot.calledOffAt !== undefined
    const isHost = this.outbox.isKnown && this.board.runs(slot) && isKept && now >= opens
    const { entries, durable } = this.outbox.view
    const waiting = hostWords(entries).filter(({ isRefused }) => !isRefused)
    const started = slot.cancelled || now >= Date.parse(slot.startsAt)
    return (person) => {
      const words = waiting.filter(({ signUpId }) => signUpId === person.signUpId)
      const known = timesOf(person, words)
      const isUnknown = known.in === undefined || known.out === undefined
      // Nobody vouches for themselves.
      const mayVouch = isHost && !person.isReader
      // Whose seat the call-off ended may have come by then.
      const mayRecord = mayVouch && started && (person.state === 'seated' || person.state === 'cancelled') && isUnknown
      return {
        presence: { mayCome: mayVouch && now <= ends, mayGo: mayVouch && now <= closes },
        isOwn: isHost && person.isReader === true && person.state === 'seated' && isUnknown,
        words,
        durable,
        started,
        busy: this.desk.busy,
        attend: (who, kind) => this.attend(who, kind),
        absent: (who, isExcused) => this.absent(who, isExcused),
        record: mayRecord ? () => this.times.open(person, slot) : undefined,
        form: mayRecord && this.times.isOpen(person) ? this.times.form(week, slot, person, known) : undefined,
      }
    }
  }

  /** What the server did not take of what was said here, on whichever shift. */
  refused({ slots }: RosterWeek) {
    const all = hostWords(this.outbox.view.entries).filter(({ isRefused }) => isRefused)
    const of = {
      nameOf: (word: HostWord) =>
        slots.flatMap(({ people, released = [] }) => [...people, ...released]).find(({ signUpId }) => signUpId === word.signUpId)
          ?.name,
      // Who reads too slowly for another tab finds it gone.
      discard: (id: string) => void this.board.client?.outbox.discard(id).catch(() => {}),
    }
    const late = this.late.view({ ...of, words: all.filter(isToBeNoted) })
    return html`${late}${refusedWords(this.board.locale, { ...of, words: all.filter((word) => !isToBeNoted(word)) })}`
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

/** When they came and went, by the server's word or by what waits here. */
function timesOf({ attendance }: RosterPerson, words: readonly HostWord[]): HostTimes {
  const saidOf = (kind: HostWord['kind']) => words.find((word) => word.kind === kind)?.at
  return { in: attendance?.checkedInAt ?? saidOf('in'), out: attendance?.checkedOutAt ?? saidOf('out') }
}
