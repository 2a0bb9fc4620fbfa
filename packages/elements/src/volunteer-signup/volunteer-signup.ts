import { html, nothing } from 'lit'
import type { PropertyValues } from 'lit'
import { property, state } from 'lit/decorators.js'
import { blank, freshness, notice, problem, skeleton, unconnected } from '../panels.ts'
import { WgElement } from '../wg-element.ts'
import { DutiesView } from './duties-view.ts'
import { HoursView } from './hours-view.ts'
import { MyList } from './my-list.ts'
import { NewsView } from './news-view.ts'
import { ScannedCode } from './scanned-code.ts'
import { ShiftsView } from './shifts-view.ts'
import { SignUpStage } from './sign-up-stage.ts'
import { SignUpSteps } from './sign-up-steps.ts'
import { tabs } from './tabs.ts'
import type { Tab } from './tabs.ts'
import { styles } from './volunteer-signup.styles.ts'
import { WithdrawalView } from './withdrawal-view.ts'
import { VolunteerSignupCancelEvent, VolunteerSignupSettleEvent, VolunteerSignupSubmitEvent } from './events.ts'

export { VolunteerSignupCancelEvent, VolunteerSignupSettleEvent, VolunteerSignupSubmitEvent }

/**
 * An organisation's volunteer shifts of the coming week as a list, a table and a map: choose one, sign up; then one's own
 * duties (offers, invitations, confirming, checking in and out, swaps, skills and age, a calendar address) and one's hours with corrections and
 * certificates. Who signs up is the host's word, given as a token, and never typed in. What is done without a connection waits
 * on the device, and is said to wait.
 *
 * @element wg-volunteer-signup
 * @attr {string} org - Id of the organisation.
 * @attr {string} check-in-code - The code of a post's picture, where the host has it; one behind the `#` of the page's own address is taken by itself.
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
 * @csspart news - What happened to the person's duties since they last looked.
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
   * once, when the person says so. Where it stands behind the `#` of the page's own address, the element reads it there.
   */
  @property({ attribute: 'check-in-code' }) checkInCode = ''

  @state() private tab: Tab = 'shifts'
  /** Another person has come while the page was open. */
  @state() private isSwitched = false
  /** Whose page this was at the last look. */
  private person: string | undefined

  private readonly stage = new SignUpStage(this, {
    client: () => this.connection.client,
    locale: () => this.locale,
    org: () => this.org,
    opened: (id) => this.news.opened(id),
  })
  private readonly news = new NewsView(this.stage, { go: (tab, focus) => void this.stage.show(() => this.goTo(tab), focus) })
  private readonly steps = new SignUpSteps(this.stage)
  private readonly mine = new MyList(this.stage, { cancelled: (id) => this.steps.cancelled(id) })
  private readonly shifts = new ShiftsView(this.stage, {
    isShown: () => this.tab === 'shifts',
    choose: (id) => this.choose(id),
  })
  private readonly duties = new DutiesView(this.stage, {
    isShown: () => this.tab === 'duties',
    find: () => this.goTo('shifts'),
  })
  private readonly service = new HoursView(this.stage, () => this.tab === 'hours')
  private readonly withdrawal = new WithdrawalView(this.stage)
  private readonly scanned = new ScannedCode(this, (code) => (this.checkInCode = code))

  override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('org')) {
      this.shifts.reset()
      this.steps.reset()
    }
    // Whoever comes from a post wants to check in.
    if (changed.has('checkInCode') && this.checkInCode) this.tab = 'duties'
    this.noteSwitch()
  }

  override updated() {
    if (this.stage.isKnown) this.scanned.clear()
  }

  /** Nothing that one person was about to do is left to the next. */
  private noteSwitch() {
    const { personKey } = this.stage.identity.value
    if (personKey === undefined || personKey === this.person) return
    this.isSwitched = this.person !== undefined
    this.person = personKey
    if (!this.isSwitched) return
    this.stage.forgetAgreement()
    this.steps.forget()
    this.mine.reset()
    this.withdrawal.reset()
    this.news.reset()
    this.duties.reset()
    this.service.reset()
  }

  private choose(slotId: string) {
    const { identity, me } = this.stage
    // Whoever has signed in to the host's page meanwhile is asked for anew.
    if (identity.value.state !== 'known') void me.refresh()
    this.isSwitched = false
    this.withdrawal.reset()
    this.steps.choose(slotId)
  }

  private goTo(tab: Tab) {
    this.steps.reset()
    this.duties.reset()
    this.service.reset()
    this.tab = tab
  }

  private retry() {
    void this.stage.organisation.refresh()
    void this.stage.week.refresh()
  }

  override render() {
    return this.ground(html`<section class="card" aria-labelledby="title">${this.content()}</section>`)
  }

  private content() {
    const { locale } = this
    const { t, text } = locale
    if (!this.connection.client) return unconnected(locale)
    if (!this.org) return blank(t.signup.unknownOrg, t.signup.unknownOrgHint)
    const { data, snapshot } = this.stage.organisation
    // Who stands at a post can check in without a network.
    if (!data && snapshot.error) return html`${this.scannedView()} ${problem(locale, snapshot.error, () => this.retry())}`
    return html`
      <header>
        <h2 id="title" class="title">${t.signup.title}</h2>
        ${data ? html`<p class="org muted">${text(data.name)}</p>` : nothing}
      </header>
      ${this.stage.isDurable ? nothing : notice('wait', t.memoryOnly)} ${this.personNotices()} ${this.scannedView()}
      ${this.news.render()} ${tabs(locale, { shown: this.tab, todo: this.duties.todo, goTo: (tab) => this.goTo(tab) })}
      ${this.page()}
    `
  }

  private personNotices() {
    const { t, number } = this.locale
    const { others } = this.stage.outbox.view
    const name = this.stage.me.data?.name
    return html`<div role="status" class=${this.isSwitched && name ? '' : 'hidden-visually'}>
        ${this.isSwitched && name ? notice('', t.signup.switched(name), html`<p>${t.signup.switchedHint}</p>`) : nothing}
      </div>
      ${others > 0 ? html`<p class="others small muted" part="others">${t.sync.others(number(others))}</p>` : nothing}`
  }

  private scannedView() {
    if (!this.checkInCode) return nothing
    if (!this.stage.isKnown) return this.stage.whoIsHere()
    return this.duties.scanned(this.checkInCode, () => (this.checkInCode = ''))
  }

  /** One's own sign-ups come first, but not before what one is just doing. */
  private page() {
    if (this.tab !== 'shifts') return this.ownPage()
    const step = this.steps.render()
    if (step) return html`${step} ${this.mine.render(false)}`
    return html`${this.mine.render(true)} ${this.listView()} ${this.withdrawal.render()}`
  }

  /** Only who is known has duties and hours. */
  private ownPage() {
    const { locale, stage } = this
    if (!stage.isKnown) return stage.whoIsHere()
    if (this.tab === 'hours') return this.service.render()
    const { data, pending, snapshot } = stage.signUps
    // What waits here belongs to it: a check-in that was made offline is not to be asked for again for a moment.
    if (pending || !stage.outbox.isKnown) return skeleton(locale, 4)
    const { error } = snapshot
    if (!data && error) return problem(locale, error, () => void stage.signUps.refresh())
    return html`${this.duties.render()} ${error ? freshness(locale, snapshot) : nothing} ${this.withdrawal.render()}`
  }

  private listView() {
    const { locale } = this
    const { t } = locale
    const { week, organisation, grids } = this.stage
    const { data, snapshot } = week
    if (!data && snapshot.error) return problem(locale, snapshot.error, () => this.retry())
    // Where the organisation is says which shifts come first.
    if (!data || organisation.pending || grids.pending) return skeleton(locale, 5)
    return html`<section class="slots" aria-labelledby="slots-title">
      <h3 id="slots-title" class="sub" tabindex="-1">${t.signup.slotsOf}</h3>
      ${data.slots.length === 0 ? blank(t.signup.none, t.signup.noneHint) : this.shifts.render(data.slots)}
      ${snapshot.error ? freshness(locale, snapshot, data.asOf) : nothing}
    </section>`
  }
}
