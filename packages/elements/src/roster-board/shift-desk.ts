import type { Client, CommandRefusal } from '@wangge/core/client'
import type { OrganisationPeople, RosterPerson, RosterWeek } from '@wangge/core/roster/schema'
import { ResourceController } from '../controllers/resource-controller.ts'
import { failureReason } from '../failure.ts'
import { refusalOfOther, refusalWords } from '../refusal.ts'
import type { Words } from '../strings.ts'
import type { Board } from './board.ts'
import { CodeDesk } from './code-desk.ts'
import { shiftPanel } from './shift-panel.ts'
import type { Named } from './shift-panel.ts'
import type { BoardPost, BoardSlot } from './week-view.ts'

/** The shift that was chosen, and what is done with its people: named, replaced, taken off, marked absent. */
export class ShiftDesk {
  /** Id of the shift; empty for none. */
  chosen = ''
  busy = false
  private readonly board: Board
  private readonly people: ResourceController<OrganisationPeople>
  private readonly code: CodeDesk
  private search = ''
  private named: readonly Named[] = []
  private refusal: Words | undefined
  /** Sign-up whose removal is to be confirmed. */
  private doubted = ''
  /** Whose seat is to be another's. */
  private replaced: RosterPerson | undefined

  constructor(board: Board) {
    this.board = board
    this.code = new CodeDesk(board)
    this.people = new ResourceController(
      board.host,
      () => [board.client, this.chosen && board.organisation],
      (client: Client, orgId) => client.organisationPeople(orgId),
    )
  }

  open(slotId: string) {
    this.close()
    this.chosen = slotId
  }

  close() {
    this.chosen = ''
    this.named = []
    this.refusal = undefined
    this.doubted = ''
    this.replaced = undefined
    this.search = ''
    this.code.close()
  }

  name(slotId: string, personId: string) {
    const { organisation: orgId } = this.board
    const name = this.nameOf(personId)
    if (slotId !== this.chosen) this.open(slotId)
    void this.act(async (client) => {
      const result = await client.nameVolunteers({ orgId, slotId, people: [{ personId }], orInvite: true })
      if (!result.ok) return this.refuse(result)
      this.named = result.results.map((one): Named => {
        if (one.ok) return { personId, name, state: one.signUp.state }
        return { personId, name, refusal: refusalOfOther(this.board.locale, one.reason, one.detail) }
      })
      if (result.results.some(({ ok }) => ok)) this.board.changed(slotId, { named: [personId] })
    })
  }

  /** Something asked of the server, one at a time; what came of it is read out. */
  async act(work: (client: Client) => Promise<void>) {
    const { client, locale } = this.board
    if (!client || this.busy) return
    this.busy = true
    this.refusal = undefined
    this.named = []
    this.doubted = ''
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

  view(week: RosterWeek, slot: BoardSlot, post: BoardPost, close: () => void) {
    const { board } = this
    return shiftPanel(board.locale, {
      slot,
      post,
      place: board.placeOf(post.gridId),
      organisations: week.organisations,
      board,
      people: this.people.snapshot,
      search: this.search,
      busyOf: this.busyOf(week, slot),
      named: this.named,
      refusal: this.refusal,
      busy: this.busy,
      doubted: this.doubted,
      replaced: this.replaced,
      code: board.runs(slot) && !slot.cancelled ? this.code.view(week, slot, post) : undefined,
      started: Date.now() >= Date.parse(slot.startsAt),
      on: {
        close,
        search: (text) => this.change(() => (this.search = text)),
        name: (personId) => (this.replaced ? this.replace(this.replaced, personId) : this.name(slot.id, personId)),
        doubt: (signUpId) => void board.show(() => (this.doubted = signUpId), signUpId ? '#sure' : '#panel-title'),
        remove: (person) => this.takeOff(person),
        replace: (person) => void board.show(() => (this.replaced = person), person ? '#candidates-title' : '#panel-title'),
        absent: (person, excused) => this.absent(person, excused),
        retry: () => void this.people.refresh(),
      },
    })
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

  private takeOff({ signUpId, personId }: RosterPerson) {
    const slotId = this.chosen
    void this.act(async (client) => {
      const result = await client.cancelSignUp({ signUpId })
      if (!result.ok) return this.refuse(result)
      const outcome = await result.settled
      if (outcome.state === 'acknowledged') this.board.changed(slotId, { removed: [personId] })
      else if (outcome.state === 'refused') {
        const { code, refusal } = outcome.problem
        this.refusal = refusalOfOther(this.board.locale, refusal?.reason ?? code, refusal?.detail)
      }
    })
  }

  private absent({ signUpId }: RosterPerson, excused: boolean) {
    void this.act(async (client) => {
      const result = await client.markAbsent({ signUpId, excused })
      if (!result.ok) this.refuse(result)
    })
  }

  private refuse(result: CommandRefusal) {
    const { locale } = this.board
    this.refusal =
      'fields' in result
        ? refusalWords(locale, 'failed')
        : refusalOfOther(locale, result.reason, 'detail' in result ? result.detail : {})
  }

  /** Who else the person is bound to then, in words. */
  private busyOf({ slots }: RosterWeek, slot: BoardSlot): (personId: string) => string | undefined {
    const { board } = this
    const { t, time, text } = board.locale
    const others = slots.filter(
      ({ id, startsAt, endsAt, cancelled }) =>
        id !== slot.id &&
        !cancelled &&
        Date.parse(startsAt) < Date.parse(slot.endsAt) &&
        Date.parse(slot.startsAt) < Date.parse(endsAt),
    )
    return (personId) => {
      const other = others.find(({ people }) => people.some((one) => one.personId === personId && one.state === 'seated'))
      const post = other && board.postOf(other)
      return other && post ? t.roster.busy(`${time(other.startsAt)}–${time(other.endsAt)}`, text(post.name)) : undefined
    }
  }

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
