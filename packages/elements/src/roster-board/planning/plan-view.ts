import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import { placeKinds } from '@wangge/core/roster'
import type { PlanJob, PlanJobList } from '@wangge/core/roster/schema'
import { CommandController } from '../../controllers/command-controller.ts'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { blank, notice, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { addDays, lacking } from '../week/week-view.ts'
import { DraftParts } from './draft-parts.ts'
import { FollowedPlan, hasDraft } from './followed-plan.ts'
import { EFFORT, planForm } from './plan-form.ts'
import type { PlanWishes } from './plan-form.ts'
import { planHistory } from './plan-history.ts'
import { planNames } from './plan-names.ts'
import { planProgress } from './plan-progress.ts'
import { planSummary } from './plan-summary.ts'
import { staleNotice } from './stale-notice.ts'
import { publishDialog } from './publish-dialog.ts'

export { planning } from './planning.styles.ts'

const DAYS = 7

/** The week's rotation made by the server: asked for, followed, looked at from all sides, mended and published. */
export class PlanView {
  private readonly board: Board
  private readonly commands: CommandController
  private readonly list: ResourceController<PlanJobList>
  private readonly plan: FollowedPlan
  private readonly parts: DraftParts
  private wishes: PlanWishes = { existing: 'keep', effort: 'normal' }
  /** Week and grid that the choices below are about. */
  private about = ''
  /** Id of the plan that was chosen; the newest one otherwise. */
  private chosen = ''
  private isFormOpen = false
  private isAsking = false
  private done = ''

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.commands = new CommandController(board.host, () => board.locale)
    this.list = new ResourceController(
      board.host,
      () => [board.client, isShown() ? `of ${board.gridId}` : ''],
      (client: Client) => client.rosterPlans(board.gridId || undefined),
    )
    this.plan = new FollowedPlan(board.host, () => [board.client, isShown() ? this.current : ''])
    this.parts = new DraftParts(board)
  }

  render(): unknown {
    const { locale } = this.board
    const { data, snapshot } = this.list
    this.startAnew()
    if (!data) {
      if (snapshot.error) return problem(locale, snapshot.error, () => void this.list.refresh())
      return skeleton(locale, 4)
    }
    // Where nothing of the plan itself is known, that is said in its place.
    const isOlder = snapshot.error !== undefined && (this.current === '' || this.plan.job !== undefined)
    return html`<div class="plan" part="plan">
      ${isOlder ? notice('wait', locale.t.roster.planning.offline, html`<p>${locale.t.roster.planning.offlineHint}</p>`) : nothing}
      <div id="plan-news" role="status" tabindex="-1">
        ${this.done ? notice('ok', this.done, html`<p>${locale.t.roster.planning.publishedHint}</p>`) : nothing}
        ${this.commands.view('plan')}
      </div>
      ${this.current ? this.ofPlan() : this.first()}
      ${planHistory(
        locale,
        this.ofWeek.filter(({ id }) => id !== this.current),
        (id) => void this.show(id),
      )}
      ${this.dialog()}
    </div>`
  }

  /** Plans of the week for just what is shown, newest first. */
  private get ofWeek(): readonly PlanJob[] {
    const { monday, gridId, plans } = this.board
    const roots = gridId ? [gridId] : plans
    return this.list.data?.plans.filter((job) => job.from === monday && roots.includes(job.gridId)) ?? []
  }

  /** The chosen one, or the newest that came to something or is under way. */
  private get current(): string {
    const ofWeek = this.ofWeek
    if (this.chosen) return this.chosen
    return ofWeek.find((job) => hasDraft(job) || job.state === 'queued' || job.state === 'running')?.id ?? ''
  }

  private startAnew() {
    const about = `${this.board.monday} ${this.board.gridId}`
    if (about === this.about) return
    this.about = about
    this.chosen = ''
    this.isFormOpen = false
    this.isAsking = false
    this.done = ''
    this.commands.clear()
  }

  /** Goes to a plan, and there as soon as it is known. */
  private async show(planId: string) {
    await this.board.show(() => this.choose(planId), '#plan-news')
    await this.plan.known
    await this.board.show(() => {}, '#run-title, #plan-title')
  }

  private choose(planId: string) {
    this.chosen = planId
    this.isFormOpen = false
    this.isAsking = false
    this.done = ''
    this.commands.clear()
  }

  /** Nothing was made for the week yet. */
  private first() {
    const { week, locale, now } = this.board
    const words = locale.t.roster.planning
    const open = week?.slots.filter(({ cancelled, startsAt }) => !cancelled && Date.parse(startsAt) > now()) ?? []
    if (week && open.length === 0) return blank(words.noShifts, words.noShiftsHint)
    const isFull = week !== undefined && open.every((slot) => lacking(slot) === 0)
    return html`<p class="muted">${words.lead}</p>
      ${isFull ? blank(words.nothingToFill, words.nothingToFillHint) : nothing} ${this.form(false)}`
  }

  private form(isAgain: boolean) {
    return planForm(this.board.locale, {
      wishes: this.wishes,
      isAgain,
      busy: this.commands.busy !== '',
      on: {
        change: (wishes) => this.change(() => (this.wishes = wishes)),
        make: () => void this.make(),
        close: isAgain ? () => void this.board.show(() => (this.isFormOpen = false), '#plan-again') : undefined,
      },
    })
  }

  private ofPlan() {
    const { locale } = this.board
    const { job, error } = this.plan
    if (!job) {
      return error ? problem(locale, error, () => void this.plan.reload()) : skeleton(locale, 3)
    }
    if (job.state === 'queued' || job.state === 'running') {
      const busy = this.commands.busy !== ''
      return planProgress(locale, { job, busy, on: { end: (keep) => void this.end(job, keep) } })
    }
    return hasDraft(job) ? this.ofDraft(job) : this.ofNothing(job)
  }

  /** Cancelled without a draft, or failed. */
  private ofNothing(job: PlanJob) {
    const words = this.board.locale.t.roster.planning
    const failure = words.failures[job.failure?.code ?? ''] ?? words.failures['other']!
    return html`<h3 id="plan-title" class="hidden-visually" tabindex="-1">${words.states[job.state]}</h3>
      ${job.state === 'failed' ? notice('bad', failure.title, html`<p>${failure.hint}</p>`) : notice('', words.cancelled)}
      ${this.form(false)}`
  }

  private ofDraft(job: PlanJob) {
    const { board } = this
    const { locale, week } = board
    const words = locale.t.roster.planning
    const { draft, comparison, error } = this.plan
    const busy = this.commands.busy !== ''
    const isDraft = job.state !== 'published'
    const names = planNames(locale, week, comparison)
    const changes = comparison ? comparison.added.length + comparison.moved.length + comparison.removed.length : 0
    return html`<section class="plan-draft" aria-labelledby="plan-title">
      <div class="plan-head">
        <h3 id="plan-title" tabindex="-1">
          ${isDraft ? words.draft : words.published}
          <span class="small muted">${locale.dateTime(job.publishedAt ?? job.endedAt ?? job.createdAt)}</span>
        </h3>
        <div class="actions">
          ${
            isDraft
              ? html`<button
                  type="button"
                  id="plan-publish"
                  class="button primary"
                  ?disabled=${busy || !comparison || changes === 0 || comparison.changed.length > 0}
                  @click=${() => this.ask()}
                >
                  ${words.publish}
                </button>`
              : nothing
          }
          ${
            isDraft && job.basedOn !== undefined
              ? html`<button
                  type="button"
                  id="plan-undo"
                  class="button"
                  ?disabled=${busy}
                  @click=${() => this.back(job.basedOn!)}
                >
                  ${words.undoMend}
                </button>`
              : nothing
          }
          ${
            this.isFormOpen
              ? nothing
              : html`<button
                  type="button"
                  id="plan-again"
                  class="button"
                  ?disabled=${busy}
                  @click=${() => void board.show(() => (this.isFormOpen = true), '#plan-make')}
                >
                  ${words.remake}
                </button>`
          }
        </div>
      </div>
      ${this.isFormOpen ? this.form(true) : nothing}
      ${isDraft && comparison ? staleNotice(locale, comparison.changed, { names, busy, mend: () => void this.mend(job) }) : nothing}
      ${planSummary(locale, job, isDraft ? comparison : undefined)}
      ${
        draft && comparison
          ? this.parts.render({
              draft,
              comparison,
              isPublished: !isDraft,
              names,
              dates: this.dates,
              roleOf: (slotId, need) => this.roleOf(slotId, need),
            })
          : error
            ? problem(locale, error, () => void this.plan.reload())
            : skeleton(locale, 4)
      }
    </section>`
  }

  private get dates(): string[] {
    return Array.from({ length: DAYS }, (_, at) => addDays(this.board.monday, at))
  }

  /** Needs stand in the order of the shift's places. */
  private roleOf(slotId: string, need: number): string | undefined {
    const { t } = this.board.locale
    const slot = this.board.slotOf(slotId)
    const kind = slot && placeKinds(slot)[need]
    return kind === undefined || kind === 'any' ? undefined : t.roster.roles[kind]
  }

  private dialog() {
    const { comparison } = this.plan
    if (!this.isAsking || !comparison) return nothing
    const { shortDate, noon } = this.board.locale
    const [first = '', last = ''] = [this.dates[0], this.dates.at(-1)]
    return publishDialog(this.board.locale, {
      comparison,
      span: [shortDate(noon(first)), shortDate(noon(last))],
      busy: this.commands.busy !== '',
      refusal: this.commands.view('publish'),
      on: { publish: () => void this.publish(comparison.planId), close: () => this.close() },
    })
  }

  private ask() {
    const open = () => {
      this.isAsking = true
      this.commands.clear()
    }
    void this.board.show(open, '#publish-title')
  }

  private close() {
    void this.board.show(() => (this.isAsking = false), '#plan-publish')
  }

  private back(planId: string) {
    void this.show(planId)
  }

  private make() {
    const { monday, gridId } = this.board
    const { existing, effort } = this.wishes
    const timeLimitSeconds = EFFORT[effort]
    return this.start({ from: monday, days: DAYS, existing, timeLimitSeconds, ...(gridId && { gridId }) })
  }

  private mend({ id: basedOn, from }: PlanJob) {
    return this.start({ from, basedOn, timeLimitSeconds: EFFORT[this.wishes.effort] })
  }

  private async start(input: Parameters<Client['planRoster']>[0]) {
    const { client } = this.board
    if (!client) return
    this.done = ''
    const result = await this.commands.run('plan', () => client.planRoster(input))
    if (!result) return this.board.show(() => {}, '#plan-news')
    await this.list.refresh()
    await this.show(result.plan.id)
  }

  private async end({ id: planId }: PlanJob, keep: boolean) {
    const { client } = this.board
    if (!client) return
    const result = await this.commands.run('plan', () => client.cancelRosterPlan({ planId, keep }))
    if (result) await Promise.all([this.list.refresh(), this.plan.reload()])
    await this.board.show(() => (this.chosen = planId), result ? '#plan-title' : '#plan-news')
  }

  private async publish(planId: string) {
    const { client, locale } = this.board
    if (!client) return
    const result = await this.commands.run('publish', () => client.publishRosterPlan({ planId }))
    if (!result) {
      // Most often something has changed meanwhile: what, is in a new comparison.
      await this.plan.reload()
      return this.board.show(() => {}, '#publish-title')
    }
    const { added, moved, removed } = result.published
    const { number } = locale
    await Promise.all([this.list.refresh(), this.plan.reload(), this.board.refreshWeek()])
    await this.board.show(() => {
      this.isAsking = false
      this.done = locale.t.roster.planning.publishedDone(number(added), number(moved), number(removed))
    }, '#plan-news')
  }

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
