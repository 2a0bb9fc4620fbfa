import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import type { OrganisationSwap, SlotList } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { icons } from '../icons.ts'
import { blank, freshness, notice, problem, skeleton } from '../panels.ts'
import { refusalOfOther } from '../refusal.ts'
import type { Board } from './board.ts'
import { organisationField } from './organisation-field.ts'

/** Past swaps that are shown. */
const SHOWN = 20

/** Seats that people of the organisation pass on to each other: to be decided, open, and what came of the others. */
export class SwapsView {
  private readonly board: Board
  private readonly commands: CommandController
  private readonly list: ResourceController<OrganisationSwap[]>
  /** Of the next days: a swap names its shift only. */
  private readonly slots: ResourceController<SlotList>
  private done = ''

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.commands = new CommandController(board.host, () => board.locale, refusalOfOther)
    this.list = new ResourceController(
      board.host,
      () => [board.client, board.decides ? board.organisation : ''],
      (client: Client, orgId) => client.organisationSwaps(orgId),
    )
    this.slots = new ResourceController(
      board.host,
      () => [board.client, isShown() ? board.organisation : ''],
      (client: Client, orgId) => client.slots(orgId),
    )
  }

  /** How many wait for a word. */
  get waiting(): number {
    return this.list.data?.filter(({ state }) => state === 'accepted').length ?? 0
  }

  render(): unknown {
    const { locale, organisation } = this.board
    const { t } = locale
    const words = t.roster.swaps
    const { data, snapshot } = this.list
    return html`${organisationField(this.board, this.board.today)}
      ${
        !organisation
          ? blank(t.roster.chooseOrganisation)
          : data
            ? this.lists(data)
            : snapshot.error
              ? problem(locale, snapshot.error, () => void this.list.refresh())
              : skeleton(locale, 4)
      }
      <div id="swaps-news" role="status" tabindex="-1">
        ${this.done ? notice('ok', this.done) : nothing} ${this.commands.view('swap')}
      </div>
      ${data?.length === 0 ? blank(words.none, words.noneHint) : nothing} ${data ? freshness(locale, snapshot) : nothing}`
  }

  private lists(swaps: readonly OrganisationSwap[]) {
    const { swaps: words } = this.board.locale.t.roster
    const of = (...states: OrganisationSwap['state'][]) => swaps.filter(({ state }) => states.includes(state))
    const past = of('done', 'refused', 'withdrawn', 'lapsed').slice(0, SHOWN)
    return [this.part(words.toDecide, of('accepted')), this.part(words.open, of('open')), this.part(words.past, past)]
  }

  private part(title: string, swaps: readonly OrganisationSwap[]) {
    if (swaps.length === 0) return nothing
    return html`<section class="part">
      <h3>${title}</h3>
      <ul class="rows">
        ${repeat(
          swaps,
          ({ id }) => id,
          (swap) => this.swap(swap),
        )}
      </ul>
    </section>`
  }

  private swap(swap: OrganisationSwap) {
    const { locale } = this.board
    const { t } = locale
    const words = t.roster.swaps
    const { id, state, from, to, slotId, forSlotId, role } = swap
    const tone = { open: 'plain', accepted: 'wait', done: 'ok', refused: 'bad', withdrawn: 'plain', lapsed: 'plain' }[state]
    const isBusy = this.commands.busy !== ''
    return html`<li data-swap=${id}>
      <div class="who">
        <b>${from.name}</b> ${icons.chevron()} <b>${to ? to.name : words.anybody}</b>
        <span class="chip ${tone}">${words.states[state]}</span>
        ${role && role in t.roster.roles ? html`<span class="chip plain">${t.roster.roles[role as keyof typeof t.roster.roles]}</span>` : nothing}
        <span class="small muted line">${this.shift(slotId)}</span>
        ${forSlotId === undefined ? nothing : html`<span class="small muted line">${words.inReturn(this.shift(forSlotId))}</span>`}
      </div>
      ${
        state === 'accepted' || state === 'open'
          ? html`<div class="actions">
              ${
                state === 'accepted'
                  ? html`<button
                      type="button"
                      class="button primary"
                      ?disabled=${isBusy}
                      aria-label=${words.approveLabel(from.name, to?.name ?? words.anybody)}
                      @click=${() => void this.decide(swap, true)}
                    >
                      ${words.approve}
                    </button>`
                  : nothing
              }
              <button
                type="button"
                class="button"
                ?disabled=${isBusy}
                aria-label=${words.refuseLabel(from.name, to?.name ?? words.anybody)}
                @click=${() => void this.decide(swap, false)}
              >
                ${words.refuse}
              </button>
            </div>`
          : nothing
      }
    </li>`
  }

  /** Which shift, in words; one of another week is not known here. */
  private shift(slotId: string): string {
    const { board } = this
    const { text, day, time, t } = board.locale
    const ofWeek = board.slotOf(slotId)
    const known = ofWeek ?? this.slots.data?.slots.find(({ id }) => id === slotId)
    if (!known) return t.roster.swaps.elsewhere
    const post = ofWeek ? board.postOf(ofWeek) : 'post' in known ? known.post : undefined
    return `${day(known.startsAt)} ${time(known.startsAt)}–${time(known.endsAt)} ${post ? text(post.name) : ''}`
  }

  private async decide({ id, from, to, slotId }: OrganisationSwap, approve: boolean) {
    const { board } = this
    const { client, locale } = board
    if (!client) return
    this.done = ''
    const result = await this.commands.run('swap', () => client.decideSwap({ swapId: id, approve }))
    if (result) {
      const { swaps: words } = locale.t.roster
      const says = approve ? words.approved : words.refused
      await this.list.refresh()
      if (approve && to) board.changed(slotId, { named: [to.personId], removed: [from.personId] })
      this.done = says(from.name, to?.name ?? words.anybody)
    }
    await board.show(() => {}, '#swaps-news')
  }
}
