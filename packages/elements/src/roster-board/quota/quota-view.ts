import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { Fairness, OrganisationList, OrganisationProblems, QuotaPlan, QuotaPlanView } from '@wangge/core/roster/schema'
import { CommandController } from '../../controllers/command-controller.ts'
import { ResourceController } from '../../controllers/resource-controller.ts'
import type { FieldErrors } from '../../form-fields.ts'
import { blank, freshness, notice, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { addDays } from '../week/week-view.ts'
import { fairnessTable } from './fairness-table.ts'
import type { FairnessOrder } from './fairness-table.ts'
import { LookAhead } from './look-ahead.ts'
import type { Looked } from './look-ahead.ts'
import { percentOf } from './percent-of.ts'
import { edited, NO_PLAN } from './plan-edits.ts'
import type { PlanEdit } from './plan-edits.ts'
import { exemptionForm, stepForm } from './plan-forms.ts'
import { planLists, spanWords } from './plan-lists.ts'
import { clashOf } from './plan-clashes.ts'
import type { DraftedEdit, Theirs } from './plan-clashes.ts'
import { planPreview } from './plan-preview.ts'
import { namedOrganisations } from './named-organisations.ts'
import type { NamedOrganisations } from './named-organisations.ts'
import { rollPart } from './roll-part.ts'
import { readExemption, readStep } from './quota-fields.ts'
import type { ExemptionFields, Read, StepFields } from './quota-fields.ts'

export { quotaStyles } from './quota.styles.ts'

const NO_STEP: StepFields = { from: '', percent: '', kinds: ['twoNew'], basis: 'declared', without: 'none' }
const NO_EXEMPTION: ExemptionFields = { organisation: '', from: '', last: '' }
const NO_ERRORS: FieldErrors = new Map()

/** The day's quota: the plan with what is to be otherwise in it and what would come of that, and how evenly the week is shared out. */
export class QuotaView {
  private readonly board: Board
  private readonly isStreet: () => boolean
  private readonly commands: CommandController
  private readonly plan: ResourceController<QuotaPlanView>
  private readonly organisations: ResourceController<OrganisationList>
  private readonly wrong: ResourceController<OrganisationProblems>
  private readonly fairness: ResourceController<Fairness>
  private readonly ahead: LookAhead
  private drafted: readonly DraftedEdit[] = []
  private step = NO_STEP
  private exemption = NO_EXEMPTION
  private errors = NO_ERRORS
  private done: QuotaPlanView | undefined
  private isPreviewOpen = false
  private isFairnessOpen = false
  private fairnessOrder: FairnessOrder = 'deviation'

  constructor(board: Board, { isShown, isStreet }: { isShown: () => boolean; isStreet: () => boolean }) {
    this.board = board
    this.isStreet = isStreet
    const ofStreet = (key: string) => () => [board.client, isShown() && isStreet() ? key : ''] as const
    this.commands = new CommandController(board.host, () => board.locale)
    this.plan = new ResourceController(board.host, ofStreet('plan'), (client: Client) => client.quotaPlan())
    this.organisations = new ResourceController(board.host, ofStreet('organisations'), (client: Client) => client.organisations())
    this.wrong = new ResourceController(board.host, ofStreet('problems'), (client: Client) => client.organisationProblems())
    this.fairness = new ResourceController(
      board.host,
      () => [board.client, isShown() ? board.monday : ''],
      (client: Client, week) => client.quotaFairness(week),
    )
    this.ahead = new LookAhead(board, () => void this.plan.refresh())
  }

  render(): unknown {
    const roll = this.organisations.data
    return html`${this.isStreet() ? this.planPart() : nothing} ${this.fairnessPart()}
    ${roll ? rollPart(this.board.locale, roll, this.wrong.data) : nothing}`
  }

  private get edits(): PlanEdit[] {
    return this.drafted.map(({ edit }) => edit)
  }

  /** The plan that holds; version 0 before the first, undefined while it is not known. */
  private get held(): Pick<QuotaPlanView, 'version' | 'plan'> | undefined {
    const { data, snapshot } = this.plan
    if (data) return data
    return snapshot.error?.problem === 'unknown-plan' ? { version: 0, plan: NO_PLAN } : undefined
  }

  private get today(): string {
    return this.board.today
  }

  private planPart() {
    const { locale } = this.board
    const words = locale.t.roster.quotaPlan
    const { held } = this
    // Without their names organisations would be told by their ids.
    const names = this.organisations.snapshot
    if (!names.data && names.error) return problem(locale, names.error, () => void this.organisations.refresh())
    if (!held || !names.data) {
      if (this.plan.snapshot.error) return problem(locale, this.plan.snapshot.error, () => void this.plan.refresh())
      return skeleton(locale, 4)
    }
    const { updatedAt } = this.plan.data ?? {}
    return html`<section class="quota-plan" part="quota-plan" aria-labelledby="quota-title">
      <h3 id="quota-title" tabindex="-1">
        ${words.title}
        ${updatedAt ? html`<span class="small muted">${words.version(locale.number(held.version), locale.dateTime(updatedAt))}</span>` : nothing}
      </h3>
      <div id="quota-news" role="status" tabindex="-1">
        ${this.done ? notice('ok', words.adopted(locale.number(this.done.version)), html`<p>${words.adoptedHint}</p>`) : nothing}
        ${this.commands.view('quota-plan')}
      </div>
      ${
        held.version === 0
          ? blank(words.none, words.noneHint)
          : planLists(locale, {
              plan: held.plan,
              today: this.today,
              nameOf: this.nameOf,
              on: {
                dropStep: (from) => this.add({ kind: 'drop-step', from }),
                resume: ({ orgId, from }) => this.add({ kind: 'resume', orgId, from, to: this.today }),
                dropExemption: ({ orgId, from }) => this.add({ kind: 'drop-exemption', orgId, from }),
              },
            })
      }
      <div class="quota-forms">
        ${stepForm(locale, {
          fields: this.step,
          errors: this.errors,
          on: {
            change: (changed) => this.change(() => (this.step = { ...this.step, ...changed })),
            submit: () => this.submitStep(),
          },
        })}
        ${exemptionForm(locale, {
          fields: this.exemption,
          errors: this.errors,
          names: this.named.labels,
          on: {
            change: (changed) => this.change(() => (this.exemption = { ...this.exemption, ...changed })),
            submit: () => this.submitExemption(),
          },
        })}
      </div>
      ${this.edits.length > 0 ? this.draft(held) : nothing} ${this.plan.data ? freshness(locale, this.plan.snapshot) : nothing}
    </section>`
  }

  /** What is to be otherwise, what would come of it, and the way to have it so. */
  private draft(held: Pick<QuotaPlanView, 'version' | 'plan'>) {
    const { locale } = this.board
    const words = locale.t.roster.quotaPlan
    const plan = edited(held.plan, this.edits)
    const isEmpty = plan.steps.length === 0
    const isBusy = this.commands.busy !== ''
    const isClashing = this.drafted.some((one) => clashOf(one, held.plan))
    const { previews, unseen, refusal, isLooking, failed }: Looked = isEmpty
      ? { isLooking: false, unseen: { omitted: [], tooFar: [] } }
      : this.ahead.at({ version: held.version, plan, edits: this.edits, today: this.today })
    return html`<section class="quota-draft" aria-labelledby="quota-edits">
      <h4 id="quota-edits" tabindex="-1">${words.edits}</h4>
      <ul class="rows">
        ${this.drafted.map((one) => this.edit(one, held.plan))}
      </ul>
      <h4 id="preview-title">${words.preview}</h4>
      <div id="quota-preview" role="status">
        ${isEmpty ? notice('wait', words.needsStep) : nothing}
        ${refusal ? notice('bad', refusal.title, html`<p>${refusal.hint}</p>`) : nothing}
        ${failed ? html`<button type="button" class="button" @click=${() => this.ahead.again()}>${locale.t.retry}</button>` : nothing}
        ${isLooking && !previews ? skeleton(locale, 2) : nothing}
        ${previews?.map((preview) =>
          planPreview(locale, preview, {
            open: this.isPreviewOpen,
            toggle: () => this.change(() => (this.isPreviewOpen = !this.isPreviewOpen)),
          }),
        )}
        ${unseen.omitted.length > 0 ? notice('wait', words.omitted(unseen.omitted)) : nothing}
        ${unseen.tooFar.length > 0 ? notice('wait', words.tooFar(unseen.tooFar)) : nothing}
        ${isClashing ? notice('bad', words.clashing) : nothing}
      </div>
      <p class="small muted">${words.adoptHint}</p>
      <div class="actions">
        <button
          type="button"
          id="quota-adopt"
          class="button primary"
          ?disabled=${isBusy || isLooking || !previews || isClashing}
          @click=${() => void this.adopt(held.version, plan)}
        >
          ${words.adopt}
        </button>
        <button type="button" class="button" ?disabled=${isBusy} @click=${() => void this.keep([])}>${words.discard}</button>
      </div>
    </section>`
  }

  private edit(one: DraftedEdit, held: QuotaPlan) {
    const { edit } = one
    const theirs = clashOf(one, held)
    const words = this.board.locale.t.roster.quotaPlan
    const said = this.wordsOf(edit)
    return html`<li>
      <div class="who">${said} ${theirs ? html`<span class="line quota-clash">${this.theirWords(theirs)}</span>` : nothing}</div>
      ${
        theirs
          ? html`<button
              type="button"
              class="button"
              data-keep="mine"
              aria-label=${words.keepMineLabel(said)}
              @click=${() => void this.keep(this.drafted.map((other) => (other === one ? { edit, seen: held } : other)))}
            >
              ${words.keepMine}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="button"
        data-keep=${theirs ? 'theirs' : nothing}
        ?disabled=${this.commands.busy !== ''}
        aria-label=${theirs ? words.keepTheirsLabel(said) : words.undoLabel(said)}
        @click=${() => void this.keep(this.drafted.filter((other) => other !== one))}
      >
        ${theirs ? words.keepTheirs : words.undo}
      </button>
    </li>`
  }

  /** What somebody else has put there meanwhile. */
  private theirWords({ steps, exempt }: Theirs): string {
    const { locale } = this.board
    const words = locale.t.roster.quotaPlan
    const told = [
      ...steps.map((step) => words.edit.step(step.from, percentOf(locale, step.ratio), words.howOf(step))),
      ...exempt.map(({ orgId, from, to }) => words.edit.exempt(this.nameOf(orgId), spanWords(words, from, to))),
    ]
    return told.length > 0 ? words.theirs(told) : words.theyTookOut
  }

  private wordsOf(edit: PlanEdit): string {
    const { locale } = this.board
    const words = locale.t.roster.quotaPlan
    switch (edit.kind) {
      case 'step':
        return words.edit.step(edit.step.from, percentOf(locale, edit.step.ratio), words.howOf(edit.step))
      case 'drop-step':
        return words.edit.dropStep(edit.from)
      case 'exempt': {
        const { orgId, from, to } = edit.exemption
        return words.edit.exempt(this.nameOf(orgId), spanWords(words, from, to))
      }
      case 'resume':
        return words.edit.resume(this.nameOf(edit.orgId), edit.to)
      case 'drop-exemption':
        return words.edit.dropExemption(this.nameOf(edit.orgId))
    }
  }

  private fairnessPart() {
    const { locale } = this.board
    const words = locale.t.roster.quotaPlan
    const { data, snapshot } = this.fairness
    return html`<section class="quota-fairness" part="quota-fairness" aria-labelledby="fairness-title">
      <h3 id="fairness-title">${words.fairness}</h3>
      <p class="small muted">${words.fairnessHint}</p>
      ${
        data
          ? html`${fairnessTable(locale, data, {
              open: this.isFairnessOpen,
              toggle: () => this.change(() => (this.isFairnessOpen = !this.isFairnessOpen)),
              order: this.fairnessOrder,
              sort: (order) => this.change(() => (this.fairnessOrder = order)),
            })}
            ${freshness(locale, snapshot, data.asOf)}`
          : snapshot.error
            ? problem(locale, snapshot.error, () => void this.fairness.refresh())
            : skeleton(locale, 4)
      }
    </section>`
  }

  private submitStep() {
    const { errors } = this.board.locale.t.roster.quotaPlan
    this.take(readStep(this.step, this.today, errors), (step) => {
      this.step = { ...this.step, from: '', percent: '' }
      this.add({ kind: 'step', step })
    })
  }

  private submitExemption() {
    const words = this.board.locale.t.roster.quotaPlan.errors
    const next = (day: string) => addDays(day, 1)
    this.take(readExemption(this.exemption, { today: this.today, idOf: this.named.idOf, next, words }), (exemption) => {
      this.exemption = NO_EXEMPTION
      this.add({ kind: 'exempt', exemption })
    })
  }

  private take<T>(read: Read<T>, add: (value: T) => void) {
    this.errors = read.ok ? NO_ERRORS : read.errors
    if (read.ok) return add(read.value)
    const [first = ''] = read.errors.keys()
    void this.board.show(() => {}, `#${first}:not(fieldset), #${first} input`)
  }

  private add(edit: PlanEdit) {
    const seen = this.held?.plan ?? NO_PLAN
    void this.keep([...this.drafted, { edit, seen }])
  }

  private keep(drafted: readonly DraftedEdit[]) {
    const change = () => {
      this.drafted = drafted
      this.errors = NO_ERRORS
      this.done = undefined
      this.commands.clear()
    }
    return this.board.show(change, drafted.length > 0 ? '#quota-edits' : '#quota-title')
  }

  private async adopt(version: number, plan: QuotaPlan) {
    const { client } = this.board
    if (!client) return
    this.done = undefined
    const result = await this.commands.run('quota-plan', () => client.putQuotaPlan({ version, plan }))
    // Where somebody else has changed it, what is to be otherwise is held to the newest.
    await this.plan.refresh()
    const change = () => {
      if (!result) return
      this.done = result.plan
      this.drafted = []
    }
    await this.board.show(change, '#quota-news')
  }

  private get named(): NamedOrganisations {
    const organisations = this.organisations.data?.organisations ?? []
    return namedOrganisations(organisations, ({ name }) => this.board.locale.text(name), this.today)
  }

  private readonly nameOf = (orgId: string): string => this.named.labelOf(orgId)

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
