import type { Client, CommandAccepted, CommandRefusal, NamedResult } from '@wangge/core/client'
import { MOST_NAMED, restBetween } from '@wangge/core/roster'
import type { OrganisationPeople, RosterPerson, RosterWeek, TeamList } from '@wangge/core/roster/schema'
import { ResourceController } from '../controllers/resource-controller.ts'
import { failureReason } from '../failure.ts'
import { problemOfOther, refusalOfOther, refusalWords } from '../refusal.ts'
import { settledOrKept } from '../settled-or-kept.ts'
import type { Words } from '../strings.ts'
import { AttendanceDesk } from './attendance-desk.ts'
import type { DeskActs } from './attendance-desk.ts'
import type { Board } from './board.ts'
import { checkInTimes } from './check-in-times.ts'
import { ChosenPeople } from './chosen-people.ts'
import { CodeDesk } from './code-desk.ts'
import { shiftPanel } from './shift-panel.ts'
import type { Named, ShiftPanelOptions } from './shift-panel.ts'
import { isBound } from './week/week-view.ts'
import type { BoardPost, BoardSlot } from './week/week-view.ts'

/** The shift that was chosen, and what is done with its people: named, replaced, taken off, marked absent. */
export class ShiftDesk implements DeskActs {
  /** Id of the shift; empty for none. */
  chosen = ''
  busy = false
  private readonly board: Board
  private readonly people: ResourceController<OrganisationPeople>
  private readonly teams: ResourceController<TeamList>
  private readonly code: CodeDesk
  private readonly attendance: AttendanceDesk
  private readonly chosenPeople = new ChosenPeople()
  private search = ''
  private named: readonly Named[] = []
  private refusal: Words | undefined
  /** Told, and not at the server yet. */
  private kept: Words | undefined
  private done = ''
  /** Who was dropped on a shift while something else was done: they were not named. */
  private late = ''
  /** Sign-up whose removal is to be confirmed. */
  private doubted = ''
  /** Whose seat is to be another's. */
  private replaced: RosterPerson | undefined

  constructor(board: Board) {
    this.board = board
    this.code = new CodeDesk(board)
    this.attendance = new AttendanceDesk(board, this)
    this.people = new ResourceController(
      board.host,
      () => [board.client, this.chosen && board.organisation],
      (client: Client, orgId) => client.organisationPeople(orgId),
    )
    this.teams = new ResourceController(
      board.host,
      () => [board.client, this.postOfTeams],
      (client: Client, postId) => client.teams({ postId }),
    )
  }

  open(slotId: string) {
    this.close()
    this.chosen = slotId
  }

  close() {
    this.chosen = ''
    this.forget()
    this.replaced = undefined
    this.search = ''
    this.chosenPeople.clear()
    this.code.close()
    this.attendance.reset()
  }

  name(slotId: string, personId: string) {
    const { organisation: orgId } = this.board
    const name = this.nameOf(personId)
    // A drop comes at any time; the buttons wait.
    if (this.busy) return this.change(() => (this.late = name))
    const slot = this.board.slotOf(slotId)
    if (!slot || !this.board.isNameable(slot)) return undefined
    if (slotId !== this.chosen) this.open(slotId)
    void this.act(async (client) => {
      this.tellNamed(slotId, await client.nameVolunteers({ orgId, slotId, people: [{ personId }], orInvite: true }))
    })
  }

  /** Those who are chosen: named, or asked to decide themselves. Who was not taken stays chosen. */
  private nameChosen(slot: BoardSlot, isInvited: boolean) {
    const { organisation: orgId } = this.board
    const { role } = this.chosenPeople
    const people = this.chosenOf(slot).map(({ personId }) => ({ personId, ...(role !== '' && { role }) }))
    if (people.length === 0) return
    const slotId = slot.id
    void this.act(async (client) => {
      const result = isInvited
        ? await client.invite({ orgId, slotId, people })
        : await client.nameVolunteers({ orgId, slotId, people, orInvite: true })
      this.tellNamed(slotId, result)
    })
  }

  private tellNamed(slotId: string, result: NamedResult) {
    if (!result.ok) return this.refuse(result)
    this.named = result.results.map((one): Named => {
      const { personId } = one
      const name = this.nameOf(personId)
      if (!one.ok) return { personId, name, refusal: refusalOfOther(this.board.locale, one.reason, one.detail) }
      this.chosenPeople.choose(personId, false)
      return { personId, name, state: one.signUp.state, role: one.signUp.role }
    })
    const named = result.results.filter(({ ok }) => ok).map(({ personId }) => personId)
    if (named.length > 0) this.board.changed(slotId, { named })
  }

  private chosenOf({ people }: BoardSlot) {
    const present = new Set(people.map(({ personId }) => personId))
    return this.chosenPeople.of(this.people.data?.people ?? []).filter(({ personId }) => !present.has(personId))
  }

  /** Something asked of the server, one at a time; what came of it is read out. */
  async act(work: (client: Client) => Promise<void>) {
    const { client, locale } = this.board
    if (!client || this.busy) return
    this.busy = true
    this.forget()
    this.board.host.requestUpdate()
    try {
      await work(client)
      await this.board.refreshWeek()
    } catch (error) {
      this.refusal = refusalWords(locale, failureReason(error))
    } finally {
      this.busy = false
    }
    await this.board.show(() => {}, '#panel-news')
  }

  async settle(client: Client, sent: CommandAccepted<unknown> | CommandRefusal, name: string): Promise<boolean> {
    const { locale } = this.board
    if (!sent.ok) {
      this.refuse(sent)
      return false
    }
    const outcome = await settledOrKept(client, sent)
    if (outcome?.state === 'acknowledged') return true
    if (outcome?.state === 'refused' && outcome.problem.refusal?.reason === 'late-note-required') {
      // It stays where it can be completed.
    } else if (outcome?.state === 'refused') {
      this.refusal = problemOfOther(locale, outcome.problem)
      // It is said here: nothing of it is left to be said by others.
      await client.outbox.discard(sent.id).catch(() => {})
    } else if (!outcome)
      this.kept = { title: locale.t.roster.kept(name), hint: sent.saved ? locale.t.roster.keptHint : locale.t.memoryOnly }
    return false
  }

  refuse(result: CommandRefusal) {
    const { locale } = this.board
    this.refusal =
      'fields' in result
        ? refusalWords(locale, 'failed')
        : refusalOfOther(locale, result.reason, 'detail' in result ? result.detail : {})
  }

  tell(words: string) {
    this.done = words
  }

  /** What the server did not take of what was said here while there was no connection. */
  refused = (week: RosterWeek) => this.attendance.refused(week)

  view(week: RosterWeek, slot: BoardSlot, post: BoardPost, close: () => void) {
    return shiftPanel(this.board.locale, this.panel(week, slot, post, close))
  }

  /** What is known of the shift, and what can be done. */
  panel(week: RosterWeek, slot: BoardSlot, post: BoardPost, close: () => void): ShiftPanelOptions {
    const { board } = this
    return {
      slot,
      post,
      place: board.placeOf(post.gridId),
      organisations: week.organisations,
      board,
      people: this.people.snapshot,
      teams: { known: week.teams?.filter(({ id }) => post.teamIds?.includes(id)) ?? [], told: this.teams.snapshot },
      search: this.search,
      busyOf: this.busyOf(week, slot),
      named: this.named,
      chosen: this.chosenOf(slot),
      role: this.chosenPeople.role,
      refusal: this.refusal,
      busy: this.busy,
      doubted: this.doubted,
      replaced: this.replaced,
      code: board.runs(slot) && this.isScanned(week, slot) ? this.code.view(week, slot, post) : undefined,
      started: board.now() >= Date.parse(slot.startsAt),
      isNameable: board.isNameable(slot),
      attendanceOf: this.attendance.of(week, slot),
      kept: this.kept,
      done: this.done,
      closes: checkInTimes(week, slot).closes,
      late: this.late,
      on: {
        close,
        search: (text) => this.change(() => (this.search = text)),
        name: (personId) => (this.replaced ? this.replace(this.replaced, personId) : this.name(slot.id, personId)),
        choose: (personId, isChosen) => this.change(() => this.chosenPeople.choose(personId, isChosen)),
        chooseAll: (personIds) => this.change(() => this.chooseAll(slot, personIds)),
        from: (orgId) => void board.show(() => board.chooseOrganisation(orgId), '#candidates-title'),
        role: (role) => this.change(() => (this.chosenPeople.role = role)),
        nameChosen: () => this.nameChosen(slot, false),
        inviteChosen: () => this.nameChosen(slot, true),
        clearChosen: () => void board.show(() => this.chosenPeople.clear(), '#candidates-title'),
        doubt: (signUpId) => void board.show(() => (this.doubted = signUpId), signUpId ? '#sure' : '#panel-title'),
        remove: (person) => this.takeOff(person),
        confirm: (person) => this.confirm(person),
        replace: (person) => void board.show(() => (this.replaced = person), person ? '#candidates-title' : '#panel-title'),
        retry: () => void this.people.refresh(),
        retryTeams: () => void this.teams.refresh(),
      },
    }
  }

  /** The post of the shift, where teams answer for its point and may be told; else empty. */
  private get postOfTeams(): string {
    const slot = this.chosen === '' || !this.board.seesTeams ? undefined : this.board.slotOf(this.chosen)
    const { id, teamIds = [] } = (slot && this.board.postOf(slot)) ?? { id: '' }
    return teamIds.length > 0 ? id : ''
  }

  /** Those too, as far as so many can be named at once. */
  private chooseAll(slot: BoardSlot, personIds: readonly string[]) {
    for (const personId of personIds) {
      const chosen = this.chosenOf(slot)
      if (chosen.length < MOST_NAMED && !chosen.some((one) => one.personId === personId)) this.chosenPeople.choose(personId, true)
    }
  }

  /** Whether anybody checks in or out by its code: of one that was called off, those who had come check out. */
  private isScanned(week: RosterWeek, slot: BoardSlot): boolean {
    if (!slot.cancelled) return true
    const { opens, closes } = checkInTimes(week, slot)
    return slot.calledOffAt !== undefined && opens <= Date.parse(slot.calledOffAt) && this.board.now() <= closes
  }

  private nameOf(personId: string): string {
    return this.people.data?.people.find((one) => one.personId === personId)?.name ?? personId
  }

  private replace({ signUpId, personId: from }: RosterPerson, toPersonId: string) {
    const slotId = this.chosen
    const name = this.nameOf(toPersonId)
    void this.act(async (client) => {
      const result = await client.replaceVolunteer({ signUpId, toPersonId })
      if (!result.ok) return this.refuse(result)
      this.replaced = undefined
      this.named = [{ personId: toPersonId, name, state: 'seated' }]
      this.board.changed(slotId, { named: [toPersonId], removed: [from] })
    })
  }

  private takeOff({ signUpId, personId, name }: RosterPerson) {
    const slotId = this.chosen
    void this.act(async (client) => {
      if (!(await this.settle(client, await client.cancelSignUp({ signUpId }), name))) return
      this.tell(this.board.locale.t.roster.removed(name))
      this.board.changed(slotId, { removed: [personId] })
    })
  }

  private confirm({ signUpId, name }: RosterPerson) {
    void this.act(async (client) => {
      if (await this.settle(client, await client.confirmSignUp({ signUpId }), name)) {
        this.tell(this.board.locale.t.roster.confirm.done(name))
      }
    })
  }

  /** What was told of what was done last. */
  private forget() {
    this.named = []
    this.refusal = undefined
    this.kept = undefined
    this.done = ''
    this.late = ''
    this.doubted = ''
  }

  /** What else the person is bound to then, or too shortly before or after, in words. */
  private busyOf({ slots, minRestMinutes = 0 }: RosterWeek, slot: BoardSlot): (personId: string) => string | undefined {
    const { board } = this
    const { t, time, text, number } = board.locale
    const others = slots
      .filter(({ id, cancelled }) => id !== slot.id && !cancelled)
      .map((other) => ({ other, rest: restBetween(other, slot) / 60_000 }))
      .filter(({ rest }) => rest < minRestMinutes || rest < 0)
      .sort((one, another) => one.rest - another.rest)
    return (personId) => {
      const found = others.find(({ other }) => other.people.some((one) => one.personId === personId && isBound(one)))
      const post = found && board.postOf(found.other)
      if (!found || !post) return undefined
      const { other, rest } = found
      const when = `${time(other.startsAt)}–${time(other.endsAt)}`
      if (rest < 0) return t.roster.busy(when, text(post.name))
      return t.roster.tooClose(when, text(post.name), number(minRestMinutes))
    }
  }

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
