import type { ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { RosterWeek } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'
import type { BoardPost, BoardSlot } from './week/week-view.ts'

/** What the element lends to its parts. */
export interface Board {
  /** Rendered again where a part changes. */
  readonly host: ReactiveControllerHost
  readonly client: Client | undefined
  readonly locale: Locale
  /** Epoch milliseconds by the server's clock, as far as it is known here. */
  readonly now: () => number
  /** Its local date. */
  readonly today: string
  /** Whose people are named, whose swaps and hours are shown; empty until one is chosen. */
  readonly organisation: string
  /** Those to choose it from, for a local date or from it on, or for any; one is not asked for. */
  organisationsOn(date?: string): readonly { id: string; name: string }[]
  /** 撤销日期 of the chosen one where it is closed by a local date, as far as it is known. */
  closedBy(date: string): string | undefined
  /** Whether it is theirs to say who comes, and to decide swaps. */
  readonly decides: boolean
  /** Whether it is told to them who is in the teams of evaluation points. */
  readonly seesTeams: boolean
  /** Whether they run this shift: theirs is its check-in code. */
  runs(slot: BoardSlot): boolean
  /** Whether anybody can still be named for it. */
  isNameable(slot: BoardSlot): boolean
  /** Whether they may call this shift off. */
  mayCallOff(slot: BoardSlot): boolean
  /** Asks why and how, and calls it off. */
  callOff(slotId: string): void
  /** Shows a shift of any week with its people. */
  openShift(slotId: string, startsAt: string): void
  readonly week: RosterWeek | undefined
  /** Local date on which it begins. */
  readonly monday: string
  /** Root of what is shown; empty for all that the person reaches. */
  readonly gridId: string
  /** Roots of what the person may plan. */
  readonly plans: readonly string[]
  /** Whether the records of service at posts are theirs to keep, and those of the whole district. */
  readonly keepsRecords: boolean
  readonly keepsAll: boolean
  /** Communities whose records they keep, in the order of the tree. */
  readonly keptCommunities: readonly { id: string; name: string }[]
  chooseOrganisation(id: string): void
  refreshWeek(): Promise<void>
  slotOf(id: string): BoardSlot | undefined
  postOf(slot: BoardSlot): BoardPost | undefined
  placeOf(gridId: string): string
  /** Changes something, then takes the focus there. */
  show(change: () => void, focus: string): Promise<void>
  /** Tells the page. */
  changed(slotId: string, people: { named?: readonly string[]; removed?: readonly string[] }): void
}
