import { html, nothing } from 'lit'
import type { PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import { signUpRefusal } from '@wangge/core/roster'
import type { Client, CommandOutcome, CommandRefusal } from '@wangge/core/client'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { SignUpView, SlotRole, SlotView } from '@wangge/core/roster/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { IdentityController } from '../controllers/identity-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { failureReason } from '../failure.ts'
import { choiceField, focusField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { icons } from '../icons.ts'
import { givenConsent, statementField, statementOf } from '../statement-field.ts'
import { blank, freshness, notice, problem, skeleton, unconnected } from '../panels.ts'
import { treeOf } from '../tree-of.ts'
import { WgElement } from '../wg-element.ts'
import { myList, stateNotice } from './my-list.ts'
import { mySignUps } from './my-sign-ups.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { DutiesView } from './duties-view.ts'
import { HoursView } from './hours-view.ts'
import { isKnown, personView } from './person-view.ts'
import { ShiftsView } from './shifts-view.ts'
import { signUpForm } from './sign-up-form.ts'
import { hours, seats } from './slot-list.ts'
import { slotNeeds } from './slot-needs.ts'
import type { Stage } from './stage.ts'
import { styles } from './volunteer-signup.styles.ts'
import { withdrawalView } from './withdrawal-view.ts'
import type { Withdrawal } from './withdrawal-view.ts'
import { VolunteerSignupCancelEvent, VolunteerSignupSettleEvent, VolunteerSignupSubmitEvent } from './events.ts'

export { VolunteerSignupCancelEvent, VolunteerSignupSettleEvent, VolunteerSignupSubmitEvent }

/** Own sign-ups that are shown at first, and more at each wish. */
const OWN_PAGE = 3

const PURPOSE = 'volunteer-duty'
const FIELDS = ['consent', 'slotId'] as const
const TABS = ['shifts', 'duties', 'hours'] as const

/**
 * An organisation's volunteer shifts of the coming week as a list, a table and a map: choose one, sign up; then one's own
 * duties (offers, invitations, confirming, checking in and out, swaps, skills and age, a calendar address) and one's hours with corrections and
 * certificates. Who signs up is the host's word, given as a token, and never typed in. What is done without a connection waits
 * on the device, and is said to wait.
 *
 * @element wg-volunteer-signup
 * @attr {string} org - Id of the organisation.
 * @attr {string} check-in-code - What stands behind the `#` of the address that the picture at a post opens.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {'none'} heading - Hides the element's title where the page has one above it.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {VolunteerSignupSubmitEvent} wg-volunteer-signup-submit - Accepted on this device: `signUpId`, `slotId`, `saved`.
 * @fires {VolunteerSignupSettleEvent} wg-volunteer-signup-settle - The server's word: `signUpId`, `outcome`.
 * @fires {VolunteerSignupCancelEvent} wg-volunteer-signup-cancel - A person cancelled: `signUpId`.
 * @csspart base - The ground everything stands on.
 * @csspart slot - One shift.
 * @csspart form - The form.
 * @csspart person - In whose name one signs up.
 * @csspart consent - What one agrees to.
 * @csspart others - What waits here for other people.
 * @csspart mine - The person's own sign-ups.
 * @csspart tabs - Shifts, own duties, own hours.
 * @csspart duty - One own duty.
 * @csspart check-in - Where one checks in and out.
 * @csspart swaps - What colleagues want to swap.
 * @csspart profile - What the person says of themselves.
 * @csspart calendar - The person's calendar address.
 * @csspart map - The map of free seats.
 * @csspart hours - The person's hours.
 * @csspart certificates - The person's certificates.
 * @csspart withdrawal - Where the person takes their consent back.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class VolunteerSignupElement extends WgElement {
  static override styles = styles

  /** Id of the organisation. */
  @property() org = ''

  /**
   * What stands behind the `#` of the address that a post's picture opens: the page was opened by the phone's camera. It is taken
   * once, when the person says so.
   */
  @property({ attribute: 'check-in-code' }) checkInCode = ''

  @state() private tab: (typeof TABS)[number] = 'shifts'
  @state() private wantedRole: SlotRole | '' = ''
  @state() private ownShown = OWN_PAGE
  @state() private chosen = ''
  @state() private submitted = ''
  /** Version of the statement that was ticked; 0 for none. */
  @state() private agreed = 0
  @state() private errors: FieldErrors = new Map()
  @state() private refusal: { reason: string; detail?: Record<string, unknown> } | undefined
  @state() private busy = false
  /** The sign-up whose cancelling is to be confirmed. */
  @state() private doubted = ''
  @state() private withdrawal: Withdrawal = { step: 'none' }
  /** The server's answers to what was submitted here, by id. */
  @state() private answered: ReadonlyMap<string, SignUpView> = new Map()

  private readonly organisation = new ResourceController(
    this,
    () => [this.connection.client, this.org],
    (client: Client, org) => client.organisation(org),
  )
  private readonly slots = new ResourceController(
    this,
    () => [this.connection.client, this.org],
    (client: Client, org) => client.slots(org),
  )
  private readonly me = new ResourceController(
    this,
    () => [this.connection.client, 'me'],
    (client: Client) => client.me(),
  )
  private readonly statements = new ResourceController(
    this,
    () => [this.connection.client, 'statements'],
    (client: Client) => client.statements(),
  )
  private readonly known = new ResourceController(
    this,
    () => [this.connection.client, 'mine'],
    (client: Client) => client.mySignUps(),
  )
  private readonly grids = new ResourceController(
    this,
    () => [this.connection.client, 'grids'],
    (client: Client) => client.gridTree(),
  )
  private readonly outbox = new OutboxController(this, () => this.connection.client)
  private readonly identity = new IdentityController(this, () => this.connection.client)
  private readonly clock = new ClockController(this)
  private readonly stage = this.createStage()
  private readonly shifts = new ShiftsView({
    stage: this.stage,
    isShown: () => this.tab === 'shifts',
    pathOf: (gridId) => this.pathOf(gridId),
    homeOf: () => this.organisation.data?.gridId,
    isOpen: (slot) => this.isOpen(slot),
    choose: (id) => this.onChoose(id),
  })
  private readonly duties = new DutiesView({
    stage: this.stage,
    isShown: () => this.tab === 'duties',
    cancel: (own) => this.cancel(own),
    find: () => this.goTo('shifts'),
  })
  private readonly service = new HoursView(this.stage, () => this.tab === 'hours')
  /** Whose page this was at the last look. */
  private person: string | undefined
  /** Another person has come while the page was open. */
  @state() private isSwitched = false

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('org')) {
      this.shifts.reset()
      this.showList()
    }
    // Whoever comes from a post wants to check in.
    if (changed.has('checkInCode') && this.checkInCode) this.tab = 'duties'
    this.noteSwitch()
  }

  /** Nothing that one person was about to do is left to the next. */
  private noteSwitch() {
    const { personKey } = this.identity.value
    if (personKey === undefined || personKey === this.person) return
    this.isSwitched = this.person !== undefined
    this.person = personKey
    if (!this.isSwitched) return
    this.showList()
    this.agreed = 0
    this.doubted = ''
    this.answered = new Map()
    this.withdrawal = { step: 'none' }
    this.duties.reset()
    this.service.reset()
  }

  /** What its parts see of the element, as it is when they look. */
  private createStage(): Stage {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getters below have a `this` of their own
    const element = this
    return {
      host: element,
      get client() {
        return element.connection.client
      },
      get locale() {
        return element.locale
      },
      get org() {
        return element.org
      },
      get now() {
        return element.clock.now
      },
      get policy() {
        return element.organisation.data?.policy
      },
      get isKnown() {
        return element.isPersonKnown
      },
      get mine() {
        return element.mine
      },
      get entries() {
        return element.outbox.view.entries
      },
      get slots() {
        return element.slots.data?.slots ?? []
      },
      slotOf: (id) => this.slotOf(id),
      placeOf: (slot) => this.placeOf(slot),
      agreement: (error) => this.agreement(error),
      given: () => givenConsent(statementOf(this.statements.data, PURPOSE), this.agreed),
      forgetAgreement: () => (this.agreed = 0),
      show: (change, focus) => this.show(change, focus),
    }
  }

  private get isPersonKnown(): boolean {
    return isKnown({ identity: this.identity.value, me: this.me.snapshot })
  }

  private agreement(error: string | undefined) {
    return statementField(this.locale, {
      statements: this.statements,
      purpose: PURPOSE,
      agreed: this.agreed,
      error,
      onChange: (version) => (this.agreed = version),
    })
  }

  private get mine(): MySignUp[] {
    return mySignUps(this.known.data ?? [], this.outbox.view.entries, this.org)
  }

  private slotOf(id: string): SlotView | undefined {
    const slot = this.slots.data?.slots.find((one) => one.id === id)
    // What has begun, or was called off, is in one's own list only.
    return slot ?? this.known.data?.find(({ slotId }) => slotId === id)?.slot
  }

  /** From the root to a grid; empty while the grids are not known. */
  private pathOf(gridId: string | undefined): readonly GridRecord[] {
    const tree = treeOf(this.grids.data)
    return gridId && tree && tree !== 'broken' ? tree.path(gridId) : []
  }

  private placeOf(slot: SlotView): string {
    const path = this.pathOf(slot.post.gridId)
    return path
      .slice(path.length > 1 ? 1 : 0, 3)
      .map(({ name }) => this.locale.text(name))
      .join(' ')
  }

  private isOpen(slot: SlotView): boolean {
    const policy = this.organisation.data?.policy
    return !policy || signUpRefusal(slot, { now: Date.now(), duties: [], policy }) === undefined
  }

  private showList() {
    this.chosen = ''
    this.submitted = ''
    this.errors = new Map()
    this.refusal = undefined
  }

  private async show(change: () => void, focus: string) {
    change()
    // What changed may be in a part.
    this.requestUpdate()
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(focus)?.focus()
  }

  private readonly onChoose = (id: string) => {
    const open = () => {
      this.showList()
      this.chosen = id
      this.agreed = 0
      this.wantedRole = ''
      this.isSwitched = false
      this.withdrawal = { step: 'none' }
    }
    // Whoever has signed in to the host's page meanwhile is asked for anew.
    if (this.identity.value.state !== 'known') void this.me.refresh()
    void this.show(open, '#form-title')
  }

  private readonly onBack = () => {
    const from = this.chosen
    void this.show(() => this.showList(), from ? `[data-slot="${CSS.escape(from)}"]` : '#slots-title')
  }

  private readonly onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    const { client } = this.connection
    if (!client || this.busy) return
    this.busy = true
    this.refusal = undefined
    const { chosen: slotId, org: orgId } = this
    const consent = givenConsent(statementOf(this.statements.data, PURPOSE), this.agreed)
    try {
      const result = await client.signUp({ slotId, orgId, consent, ...(this.wantedRole ? { role: this.wantedRole } : {}) })
      if (!result.ok) return await this.refuse(result)
      this.errors = new Map()
      this.dispatchEvent(new VolunteerSignupSubmitEvent(result.id, slotId, result.saved))
      void result.settled.then((outcome) => this.settle(result.id, outcome))
      await this.show(() => (this.submitted = result.id), '#outcome')
    } catch (error) {
      await this.refuse({ ok: false, reason: failureReason(error) })
    } finally {
      this.busy = false
    }
  }

  private async refuse(refusal: CommandRefusal) {
    const { errors } = this.locale.t.signup
    if ('fields' in refusal) {
      const wrong = new Set(refusal.fields.map(({ path }) => String(path[0])))
      const entries = FIELDS.filter((id) => wrong.has(id)).map((id): [string, string] => [id, errors[id] ?? id])
      await this.show(() => (this.errors = new Map(entries)), '#summary')
    } else {
      const { reason, detail } = refusal
      await this.show(() => (this.refusal = { reason, ...(detail ? { detail } : {}) }), '#refusal')
    }
  }

  private settle(id: string, outcome: CommandOutcome<SignUpView>) {
    if (outcome.state === 'acknowledged') this.answered = new Map([...this.answered, [id, outcome.answer]])
    this.dispatchEvent(new VolunteerSignupSettleEvent(id, outcome))
  }

  private async cancel({ id, state }: MySignUp) {
    const { client } = this.connection
    this.doubted = ''
    if (!client) return
    try {
      if (state === 'queued' || state === 'refused') await client.outbox.discard(id)
      else await client.cancelSignUp({ signUpId: id })
    } catch {
      // It is on its way to the server just now; the answer shows what became of it.
      return
    }
    this.dispatchEvent(new VolunteerSignupCancelEvent(id))
    if (this.submitted === id) this.showList()
    await this.updateComplete
    if (this.tab === 'shifts') this.focusMine()
  }

  private async withdraw() {
    const { client } = this.connection
    if (!client || this.withdrawal.step === 'busy') return
    this.withdrawal = { step: 'busy' }
    const { person } = this
    const outcome = await client.withdrawConsent({ purpose: PURPOSE }).then(
      (result): Withdrawal => {
        if (result.ok) return { step: 'done', cancelled: result.withdrawal.cancelled.length }
        return { step: 'failed', reason: result.reason }
      },
      (error: unknown): Withdrawal => ({ step: 'failed', error }),
    )
    // Another person may have come meanwhile; it is no news for them.
    if (this.person === person) await this.show(() => (this.withdrawal = outcome), '#withdrawal-outcome')
  }

  /** To one's own sign-ups, or to the shifts once there are none of one's own. */
  private focusMine() {
    const title = this.renderRoot.querySelector<HTMLElement>('#mine-title')
    ;(title ?? this.renderRoot.querySelector<HTMLElement>('#slots-title'))?.focus()
  }

  override render() {
    return this.ground(html`<section class="card" aria-labelledby="title">${this.content()}</section>`)
  }

  private content() {
    const { locale } = this
    const { t, text } = locale
    if (!this.connection.client) return unconnected(locale)
    if (!this.org) return blank(t.signup.unknownOrg, t.signup.unknownOrgHint)
    const failed = this.organisation.data ? undefined : this.organisation.snapshot.error
    // Who stands at a post can check in without a network.
    if (failed) return html`${this.scannedView()} ${problem(locale, failed, () => this.retry())}`
    const name = this.organisation.data?.name
    return html`
      <header>
        <h2 id="title" class="title">${t.signup.title}</h2>
        ${name ? html`<p class="org muted">${text(name)}</p>` : nothing}
      </header>
      ${this.outbox.view.durable ? nothing : notice('wait', t.memoryOnly)} ${this.personNotices()} ${this.scannedView()}
      ${this.tabsView()} ${this.steps()}
    `
  }

  private personNotices() {
    const { t, number } = this.locale
    const { others } = this.outbox.view
    const name = this.me.data?.name
    return html`<div role="status" class=${this.isSwitched && name ? '' : 'hidden-visually'}>
        ${this.isSwitched && name ? notice('', t.signup.switched(name), html`<p>${t.signup.switchedHint}</p>`) : nothing}
      </div>
      ${others > 0 ? html`<p class="others small muted" part="others">${t.sync.others(number(others))}</p>` : nothing}`
  }

  private scannedView() {
    if (!this.checkInCode) return nothing
    if (!this.isPersonKnown) return this.personView()
    return this.duties.scanned(this.checkInCode, () => (this.checkInCode = ''))
  }

  private tabsView() {
    const { t, number } = this.locale
    const todo = this.duties.todo
    return html`<nav class="tabs" part="tabs" aria-label=${t.signup.tabsLabel}>
      ${TABS.map(
        (tab) =>
          html`<button
            type="button"
            data-tab=${tab}
            aria-current=${this.tab === tab ? 'page' : 'false'}
            @click=${() => this.goTo(tab)}
          >
            ${t.signup.tabs[tab]}
            ${
              tab === 'duties' && todo > 0
                ? html`<span class="count" aria-hidden="true">${number(todo)}</span
                    ><span class="hidden-visually">${t.signup.todo(number(todo))}</span>`
                : nothing
            }
          </button>`,
      )}
    </nav>`
  }

  private goTo(tab: (typeof TABS)[number]) {
    this.showList()
    this.duties.reset()
    this.service.reset()
    this.tab = tab
  }

  /** One's own sign-ups come first, but not before what one is just doing. */
  private steps() {
    if (this.tab !== 'shifts') return this.ownTab()
    if (this.submitted) return html`${this.outcomeView()} ${this.mineView()}`
    const chosen = this.slotOf(this.chosen)
    if (chosen) return html`${this.formView(chosen)} ${this.mineView()}`
    return html`${this.mineView()} ${this.listView()} ${this.withdrawalView()}`
  }

  /** Only who is known has duties and hours. */
  private ownTab() {
    if (!this.isPersonKnown) return this.personView()
    if (this.tab === 'hours') return this.service.render()
    if (this.known.pending) return skeleton(this.locale, 4)
    const { error } = this.known.snapshot
    if (!this.known.data && error) return problem(this.locale, error, () => void this.known.refresh())
    return html`${this.duties.render()} ${error ? freshness(this.locale, this.known.snapshot) : nothing} ${this.withdrawalView()}`
  }

  private retry() {
    void this.organisation.refresh()
    void this.slots.refresh()
  }

  private listView() {
    const { locale } = this
    const { t } = locale
    const { data, snapshot } = this.slots
    if (!data && snapshot.error) return problem(locale, snapshot.error, () => this.retry())
    // Where the organisation is says which shifts come first.
    if (!data || this.organisation.pending || this.grids.pending) return skeleton(locale, 5)
    return html`<section class="slots" aria-labelledby="slots-title">
      <h3 id="slots-title" class="sub" tabindex="-1">${t.signup.slotsOf}</h3>
      ${data.slots.length === 0 ? blank(t.signup.none, t.signup.noneHint) : this.shifts.render(data.slots)}
      ${snapshot.error ? freshness(locale, snapshot, data.asOf) : nothing}
    </section>`
  }

  private slotSummary(slot: SlotView) {
    const { locale } = this
    const { t, text, day } = locale
    return html`<div class="chosen">
      <p class="post">${text(slot.post.name)}</p>
      <p>${icons.calendar()} <b>${day(slot.startsAt)} ${hours(locale, slot)}</b></p>
      <p class="muted">${icons.place()} ${[t.signup.kinds[slot.post.kind], this.placeOf(slot)].filter(Boolean).join(' · ')}</p>
      ${seats(locale, slot)} ${slotNeeds(locale, slot)}
    </div>`
  }

  private formView(slot: SlotView) {
    return signUpForm(this.locale, {
      errors: this.errors,
      refusal: this.refusal,
      busy: this.busy,
      hasSeat: slot.seated < slot.capacity,
      summary: this.slotSummary(slot),
      hasPerson: this.isPersonKnown,
      role: this.roleField(slot),
      person: this.personView(),
      statement: this.agreement(this.errors.get('consent')),
      submit: this.onSubmit,
      back: this.onBack,
      goTo: (id) => focusField(this.renderRoot, id),
    })
  }

  private personView() {
    return personView(this.locale, {
      identity: this.identity.value,
      me: this.me.snapshot,
      retry: () => void this.me.refresh(),
    })
  }

  /** What one comes as, where the slot asks for certain roles. */
  private roleField({ mix = [] }: SlotView) {
    const { t } = this.locale
    if (mix.length === 0) return nothing
    const roles = [...new Set(mix.map(({ role }) => role))]
    return choiceField(this.locale, {
      id: 'role',
      label: t.signup.role,
      hint: t.signup.roleHint,
      choices: [{ value: '', label: t.signup.anyRole }, ...roles.map((role) => ({ value: role, label: t.roster.roles[role] }))],
      values: [this.wantedRole],
      onChange: ([role]) => (this.wantedRole = roles.find((one) => one === role) ?? ''),
    })
  }

  private outcomeView() {
    const { t } = this.locale
    const slot = this.slotOf(this.chosen)
    const own = this.mine.find(({ id }) => id === this.submitted)
    // The answer is here a moment before the list of one's own knows it.
    const known = own && own.state !== 'queued' ? own : (this.answered.get(this.submitted) ?? own)
    return html`<div class="outcome">
      <div id="outcome" role="status" tabindex="-1">${stateNotice(this.locale, known, this.outbox.view.durable)}</div>
      ${slot ? this.slotSummary(slot) : nothing}
      <div class="actions"><button type="button" class="button" @click=${this.onBack}>${t.signup.another}</button></div>
    </div>`
  }

  /** Nothing to take back where nobody is known. */
  private withdrawalView() {
    if (!this.isPersonKnown) return nothing
    return withdrawalView(this.locale, {
      withdrawal: this.withdrawal,
      doubt: (isDoubted) => {
        const step = isDoubted ? 'doubted' : 'none'
        void this.show(() => (this.withdrawal = { step }), isDoubted ? '#withdraw-question' : '#withdraw')
      },
      withdraw: () => void this.withdraw(),
    })
  }

  private mineView() {
    const isOver = ({ slotId }: MySignUp) => Date.parse(this.slotOf(slotId)?.endsAt ?? '') <= this.clock.now
    return myList(this.locale, {
      // Whoever looks for a shift has those behind them under their own.
      mine: this.mine.filter((own) => !isOver(own)),
      shown: this.ownShown,
      slotOf: (id) => this.slotOf(id),
      placeOf: (slot) => this.placeOf(slot),
      doubted: this.doubted,
      doubt: (id) => void this.show(() => (this.doubted = id), id ? '#sure' : '#mine-title'),
      cancel: (own) => void this.cancel(own),
      more: () => (this.ownShown += OWN_PAGE),
      retry: ({ id }) => void this.connection.client?.outbox.retry(id).catch(() => {}),
    })
  }
}
