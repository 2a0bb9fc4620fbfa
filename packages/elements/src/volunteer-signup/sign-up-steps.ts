import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { CommandOutcome, CommandRefusal } from '@wangge/core/client'
import type { SignUpView, SlotRole, SlotView } from '@wangge/core/roster/schema'
import { failureReason } from '../failure.ts'
import { focusField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { VolunteerSignupSettleEvent, VolunteerSignupSubmitEvent } from './events.ts'
import { outcomeNotice } from './outcome-notice.ts'
import { roleField } from './role-field.ts'
import { signUpForm } from './sign-up-form.ts'
import { slotSummary } from './slot-summary.ts'
import type { Stage } from './stage.ts'

type Refusal = Exclude<CommandRefusal, { fields: unknown }>

const FIELDS = ['consent', 'slotId'] as const

/** A sign-up from the choice of a shift to what became of it: a form, then its outcome. */
export class SignUpSteps {
  private readonly stage: Stage
  /** Id of the shift; empty for none. */
  private chosen = ''
  /** Id of the sign-up that the form became. */
  private submitted = ''
  private wantedRole: SlotRole | '' = ''
  private errors: FieldErrors = new Map()
  private refusal: Refusal | undefined
  /** The same before anything is sent, as far as this device knows. */
  private foreseen: Refusal | undefined
  private busy = false
  /** The server's answers to what was submitted here, by id. */
  private answered: ReadonlyMap<string, SignUpView> = new Map()

  constructor(stage: Stage) {
    this.stage = stage
  }

  /** Back to the list. */
  reset() {
    this.chosen = ''
    this.submitted = ''
    this.errors = new Map()
    this.refusal = undefined
    this.foreseen = undefined
  }

  /** Leaves nothing of one person to the next. */
  forget() {
    this.reset()
    this.answered = new Map()
  }

  /** A sign-up is not to be anybody's outcome any more. */
  cancelled(id: string) {
    if (this.submitted === id) this.reset()
  }

  choose(slotId: string) {
    const open = () => {
      this.reset()
      this.chosen = slotId
      this.wantedRole = ''
      this.stage.forgetAgreement()
    }
    void this.stage.show(open, '#form-title')
    void this.foresee()
  }

  /** Undefined while nothing is chosen. */
  render(): TemplateResult | undefined {
    if (this.submitted) return this.outcomeView()
    const slot = this.stage.slotOf(this.chosen)
    return slot && this.formView(slot)
  }

  private readonly onBack = () => {
    const from = this.chosen
    void this.stage.show(() => this.reset(), from ? `[data-slot="${CSS.escape(from)}"]` : '#slots-title')
  }

  /** What stands against it is told before anything is ticked; once more when what the person said of themselves is fresh. */
  private async foresee() {
    const { client, org: orgId, isKnown } = this.stage
    const { chosen: slotId, wantedRole: role } = this
    if (!client || !isKnown) return
    const ask = async () => {
      const refusal = await client.signUpRefusal({ slotId, orgId, ...(role ? { role } : {}) })
      const isStillAsked = this.chosen === slotId && this.wantedRole === role && !this.submitted
      if (isStillAsked) this.change(() => (this.foreseen = refusal && 'fields' in refusal ? undefined : refusal))
    }
    await ask()
    await client.myVolunteerProfile().refresh()
    await ask()
  }

  private readonly onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    const { stage, chosen: slotId, wantedRole: role } = this
    const { client, org: orgId } = stage
    if (!client || this.busy) return
    this.change(() => {
      this.busy = true
      this.refusal = undefined
    })
    try {
      const result = await client.signUp({ slotId, orgId, consent: stage.given(), ...(role ? { role } : {}) })
      if (!result.ok) return await this.refuse(result)
      this.errors = new Map()
      stage.host.dispatchEvent(new VolunteerSignupSubmitEvent(result.id, slotId, result.saved))
      void result.settled.then((outcome) => this.settle(result.id, outcome))
      await stage.show(() => (this.submitted = result.id), '#outcome')
    } catch (error) {
      await this.refuse({ ok: false, reason: failureReason(error) })
    } finally {
      this.change(() => (this.busy = false))
    }
  }

  private async refuse(refusal: CommandRefusal) {
    const { stage } = this
    if ('fields' in refusal) {
      const { errors } = stage.locale.t.signup
      const wrong = new Set(refusal.fields.map(({ path }) => String(path[0])))
      const entries = FIELDS.filter((id) => wrong.has(id)).map((id): [string, string] => [id, errors[id] ?? id])
      await stage.show(() => (this.errors = new Map(entries)), '#summary')
    } else {
      await stage.show(() => (this.refusal = refusal), '#refusal')
    }
  }

  private settle(id: string, outcome: CommandOutcome<SignUpView>) {
    if (outcome.state === 'acknowledged') {
      this.change(() => (this.answered = new Map([...this.answered, [id, outcome.answer]])))
    }
    this.stage.host.dispatchEvent(new VolunteerSignupSettleEvent(id, outcome))
  }

  private formView(slot: SlotView) {
    const { stage } = this
    const { locale } = stage
    return signUpForm(locale, {
      errors: this.errors,
      refusal: this.refusal ?? this.foreseen,
      busy: this.busy,
      hasSeat: stage.prospectOf(slot, this.wantedRole || undefined) === 'seat',
      summary: slotSummary(stage, slot),
      hasPerson: stage.isKnown,
      role: roleField(locale, slot, {
        wanted: this.wantedRole,
        onChange: (role) => this.want(role),
      }),
      person: stage.whoIsHere(),
      statement: stage.agreement(this.errors.get('consent')),
      submit: this.onSubmit,
      back: this.onBack,
      goTo: (fieldId) => focusField(stage.host.renderRoot, fieldId),
    })
  }

  private outcomeView() {
    const { stage } = this
    const { locale } = stage
    const slot = stage.slotOf(this.chosen)
    const own = stage.mine.find(({ id }) => id === this.submitted)
    // The answer is here a moment before the list of one's own knows it.
    const known = own && own.state !== 'queued' ? own : (this.answered.get(this.submitted) ?? own)
    return html`<div class="outcome">
      <div id="outcome" role="status" tabindex="-1">${outcomeNotice(locale, known, stage.isDurable)}</div>
      ${slot ? slotSummary(stage, slot) : nothing}
      <div class="actions">
        <button type="button" class="button" @click=${this.onBack}>${locale.t.signup.another}</button>
      </div>
    </div>`
  }

  private want(role: SlotRole | '') {
    this.change(() => {
      this.wantedRole = role
      this.refusal = undefined
    })
    void this.foresee()
  }

  private change(change: () => void) {
    change()
    this.stage.host.requestUpdate()
  }
}
