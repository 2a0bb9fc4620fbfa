import type { LitElement, TemplateResult } from 'lit'
import type { Me } from '@wangge/core/access/schema'
import type { Client, GivenConsent } from '@wangge/core/client'
import type { GridList, GridRecord } from '@wangge/core/grid/schema'
import type { StatementList } from '@wangge/core/privacy/schema'
import { signUpProspect, signUpRefusal } from '@wangge/core/roster'
import type { OrganisationView, SignUpView, SlotList, SlotRole, SlotView, VolunteerProfile } from '@wangge/core/roster/schema'
import { ClockController } from '../controllers/clock-controller.ts'
import { IdentityController } from '../controllers/identity-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import type { Locale } from '../locale.ts'
import { givenConsent, statementField, statementOf } from '../statement-field.ts'
import { treeOf } from '../tree-of.ts'
import { VolunteerSignupCancelEvent } from './events.ts'
import { mySignUps } from './my-sign-ups.ts'
import type { MySignUp } from './my-sign-ups.ts'
import { isKnown, personView } from './person-view.ts'
import { PURPOSE } from './purpose.ts'
import type { Stage } from './stage.ts'

/** What the element has that its stage looks at whenever it is asked. */
interface Lent {
  client: () => Client | undefined
  locale: () => Locale
  org: () => string
  /** One of the person's duties, or a swap, was opened. */
  opened: (id: string) => void
}

/** What the element knows of the organisation, its shifts and whoever is here, as its parts see it. */
export class SignUpStage implements Stage {
  readonly host: LitElement
  readonly organisation: ResourceController<OrganisationView>
  readonly week: ResourceController<SlotList>
  readonly me: ResourceController<Me>
  readonly signUps: ResourceController<SignUpView[]>
  readonly grids: ResourceController<GridList>
  private readonly profile: ResourceController<VolunteerProfile>
  readonly outbox: OutboxController
  readonly identity: IdentityController
  private readonly lent: Lent
  private readonly statements: ResourceController<StatementList>
  private readonly clock: ClockController
  /** Version of the statement that was ticked; 0 for none. */
  private agreed = 0

  constructor(host: LitElement, lent: Lent) {
    const ofOrganisation = () => [this.client, this.org] as const
    const named = (name: string) => () => [this.client, name] as const
    this.host = host
    this.lent = lent
    this.organisation = new ResourceController(host, ofOrganisation, (client: Client, org) => client.organisation(org))
    this.week = new ResourceController(host, ofOrganisation, (client: Client, org) => client.slots(org))
    this.me = new ResourceController(host, named('me'), (client: Client) => client.me())
    this.statements = new ResourceController(host, named('statements'), (client: Client) => client.statements())
    this.signUps = new ResourceController(host, named('mine'), (client: Client) => client.mySignUps())
    this.grids = new ResourceController(host, named('grids'), (client: Client) => client.gridTree())
    this.profile = new ResourceController(
      host,
      () => [this.client, this.isKnown ? 'profile' : ''],
      (client: Client) => client.myVolunteerProfile(),
    )
    this.outbox = new OutboxController(host, () => this.client)
    this.identity = new IdentityController(host, () => this.client)
    this.clock = new ClockController(host)
  }

  get client() {
    return this.lent.client()
  }

  get locale() {
    return this.lent.locale()
  }

  get org() {
    return this.lent.org()
  }

  get now() {
    return this.clock.now
  }

  get policy() {
    return this.organisation.data?.policy
  }

  get home() {
    return this.organisation.data?.gridId
  }

  get isKnown() {
    return isKnown({ identity: this.identity.value, me: this.me.snapshot })
  }

  get entries() {
    return this.outbox.view.entries
  }

  get isDurable() {
    return this.outbox.view.durable
  }

  get mine() {
    return mySignUps(this.signUps.data ?? [], this.entries, this.org)
  }

  get slots() {
    return this.week.data?.slots ?? []
  }

  readonly slotOf = (id: string): SlotView | undefined => {
    const slot = this.slots.find((one) => one.id === id)
    // What has begun, or was called off, is in one's own list only.
    return slot ?? this.signUps.data?.find(({ slotId }) => slotId === id)?.slot
  }

  readonly pathOf = (gridId: string | undefined): readonly GridRecord[] => {
    const tree = treeOf(this.grids.data)
    return gridId && tree && tree !== 'broken' ? tree.path(gridId) : []
  }

  readonly placeOf = (slot: SlotView): string => {
    const path = this.pathOf(slot.post.gridId)
    return path
      .slice(path.length > 1 ? 1 : 0, 3)
      .map(({ name }) => this.locale.text(name))
      .join(' ')
  }

  readonly isOpen = (slot: SlotView): boolean => {
    const { policy } = this
    return !policy || signUpRefusal(slot, { now: Date.now(), duties: [], policy }) === undefined
  }

  readonly prospectOf = (slot: SlotView, role?: SlotRole): 'seat' | 'wait' | 'full' => {
    const { policy } = this
    const roles = this.profile.data?.roles
    if (!policy) return slot.seated < slot.capacity ? 'seat' : 'wait'
    return signUpProspect(slot, roles && { roles, role }, { now: Date.now(), policy })
  }

  readonly show = async (change: () => void, focus: string) => {
    const { host } = this
    change()
    // What changed may be in a part.
    host.requestUpdate()
    await host.updateComplete
    host.renderRoot.querySelector<HTMLElement>(focus)?.focus()
  }

  whoIsHere(): TemplateResult {
    return personView(this.locale, {
      identity: this.identity.value,
      me: this.me.snapshot,
      retry: () => void this.me.refresh(),
    })
  }

  agreement(error: string | undefined): TemplateResult {
    return statementField(this.locale, {
      statements: this.statements,
      purpose: PURPOSE,
      agreed: this.agreed,
      error,
      onChange: (version) => this.agree(version),
    })
  }

  given(): GivenConsent {
    return givenConsent(statementOf(this.statements.data, PURPOSE), this.agreed)
  }

  opened(id: string) {
    this.lent.opened(id)
  }

  forgetAgreement() {
    this.agree(0)
  }

  async cancel({ id, state }: MySignUp): Promise<boolean> {
    const { client, host } = this
    if (!client) return false
    try {
      if (state === 'queued' || state === 'refused') await client.outbox.discard(id)
      else await client.cancelSignUp({ signUpId: id })
    } catch {
      // It is on its way to the server just now; the answer shows what became of it.
      return false
    }
    host.dispatchEvent(new VolunteerSignupCancelEvent(id))
    return true
  }

  private agree(version: number) {
    this.agreed = version
    this.host.requestUpdate()
  }
}
