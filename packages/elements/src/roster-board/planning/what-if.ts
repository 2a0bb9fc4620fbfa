import { html, nothing } from 'lit'
import type { ReactiveController } from 'lit'
import { createPlanner } from '@wangge/core/planner'
import type { CalledRepair, Planner } from '@wangge/core/planner'
import { isSdkError } from '@wangge/core/errors'
import { zonedTime } from '@wangge/core/roster'
import type { PlanDraft, PlanSlot, RosterProblem } from '@wangge/core/roster/schema'
import { failureReason } from '../../failure.ts'
import { notice } from '../../panels.ts'
import { warnOnce } from '../../warn-once.ts'
import type { Board } from '../board.ts'
import { addDays } from '../week/week-view.ts'
import { planChanges } from './plan-changes.ts'
import type { NamedSlot, PlanNames } from './plan-names.ts'
import { illForm, postForm } from './what-if-forms.ts'
import type { IllFields, PostFields } from './what-if-forms.ts'
import { NO_STEPS, questionOf, redo, take, undo } from './what-if-steps.ts'
import type { StepHistory } from './what-if-steps.ts'

/** Milliseconds that somebody waits gladly for an answer. */
const TIME_LIMIT = 5_000
const SHOWN = 12
const MOST_NEEDED = 50

const NEW_POST: PostFields = { name: '', date: '', from: '09:00', to: '12:00', need: '2' }

/** What is planned upon. */
export interface WhatIfBase {
  draft: PlanDraft
  problem: RosterProblem
}

/** What would become of the draft if somebody were ill or a post were added: worked out beside the page, by nobody else. */
export class WhatIf implements ReactiveController {
  private readonly board: Board
  private readonly planner: () => Planner
  private running: Planner | undefined
  private base: WhatIfBase | undefined
  private steps: StepHistory = NO_STEPS
  private result: CalledRepair | undefined
  private failure: 'not-here' | 'failed' | undefined
  private stop: AbortController | undefined
  private ill: IllFields = { personId: '', from: '', to: '' }
  private illErrors: Partial<Record<keyof IllFields, string>> = {}
  private post = NEW_POST
  private postErrors: Partial<Record<keyof PostFields, string>> = {}
  private posts = 0
  private shown = SHOWN
  private search = ''

  constructor(board: Board, planner: () => Planner = () => createPlanner({ endpoint: board.client?.endpoint })) {
    this.board = board
    this.planner = planner
    board.host.addController(this)
  }

  hostDisconnected() {
    this.stop?.abort()
    this.running?.dispose()
    this.running = undefined
  }

  /** Of another draft: begins anew. */
  on(base: WhatIfBase) {
    if (this.base?.draft.planId === base.draft.planId) return
    this.base = base
    this.steps = NO_STEPS
    this.forget()
  }

  render(names: PlanNames, dates: readonly string[]): unknown {
    const { locale } = this.board
    const { t, day, noon } = locale
    const words = t.roster.planning
    const days = dates.map((date) => ({ value: date, label: day(noon(date)) }))
    const serving = new Set(this.base?.draft.assignments.map(({ personId }) => personId))
    const people = names.people.filter(({ id }) => serving.has(id)).map(({ id, name }) => ({ value: id, label: name }))
    const busy = this.stop !== undefined
    return html`<p class="muted">${words.whatIfLead}</p>
      <div class="what-if-forms">
        ${illForm(locale, {
          fields: this.ill,
          errors: this.illErrors,
          busy,
          days,
          people,
          change: (fields) => this.change(() => (this.ill = fields)),
          submit: () => this.addIll(names, dates),
        })}
        ${postForm(locale, {
          fields: this.post,
          errors: this.postErrors,
          busy,
          days,
          change: (fields) => this.change(() => (this.post = fields)),
          submit: () => this.addPost(dates),
        })}
      </div>
      ${this.stepList()}
      <div id="what-if-news" role="status" tabindex="-1" aria-busy=${busy ? 'true' : 'false'}>${this.outcome(names)}</div>`
  }

  private stepList() {
    const words = this.board.locale.t.roster.planning
    const { done, undone } = this.steps
    if (done.length === 0 && undone.length === 0) return nothing
    return html`<section class="part" aria-labelledby="steps-title">
      <h4 id="steps-title">${words.steps}</h4>
      <ol class="steps">
        ${done.map((step) => html`<li>${step.words}</li>`)}
      </ol>
      <div class="actions">
        ${done.length > 0 ? html`<button type="button" id="step-undo" class="button" @click=${() => this.go(undo(this.steps))}>${words.undo}</button>` : nothing}
        ${undone.length > 0 ? html`<button type="button" id="step-redo" class="button" @click=${() => this.go(redo(this.steps))}>${words.redo}</button>` : nothing}
        ${done.length > 1 ? html`<button type="button" class="button quiet" @click=${() => this.go(NO_STEPS)}>${words.clear}</button>` : nothing}
      </div>
    </section>`
  }

  private outcome(names: PlanNames) {
    const { locale } = this.board
    const { t, number } = locale
    const words = t.roster.planning
    if (this.stop) return html`<p class="computing">${words.computing}</p>`
    if (this.failure === 'not-here') return notice('wait', words.whatIfNot, html`<p>${words.whatIfNotHint}</p>`)
    if (this.failure) return notice('bad', words.whatIfFailed, html`<p>${words.whatIfFailedHint}</p>`)
    if (!this.result || !this.base) return nothing
    const { plan, lost, moved, added, dropped } = this.result
    const before = sumOf(this.base.draft.unfilled)
    const missing = sumOf(plan.unfilled)
    const touched = new Set([...moved, ...added, ...dropped].map(({ personId }) => personId)).size
    const isSame = lost.length === 0 && touched === 0 && missing === before
    const tone = isSame || missing <= before ? 'ok' : 'wait'
    const title = isSame
      ? words.whatIfSame
      : missing === 0
        ? words.whatIfFull
        : words.whatIfMissing(number(missing), number(before))
    return html`<h4 id="what-if-result">${words.whatIfResult}</h4>
      ${notice(tone, title, isSame ? nothing : html`<p>${words.whatIfMoves(number(touched))}</p>`)}
      ${
        lost.length + touched === 0
          ? nothing
          : planChanges(locale, {
              added,
              moved,
              removed: [...lost, ...dropped],
              kept: plan.assignments.length - added.length - moved.length,
              names: this.withPosts(names),
              search: this.search,
              shown: this.shown,
              on: {
                search: (search) => this.change(() => (this.search = search)),
                more: () => this.change(() => (this.shown += SHOWN)),
              },
            })
      }`
  }

  /** The tried posts have no name of the district's. */
  private withPosts(names: PlanNames): PlanNames {
    const { day, time, dayKey } = this.board.locale
    const tried = new Map<string, NamedSlot>()
    for (const step of this.steps.done) {
      if (step.kind !== 'post') continue
      for (const { id, postId, startsAt, endsAt } of step.slots) {
        const words = `${day(startsAt)} ${time(startsAt)}–${time(endsAt)} ${step.name}`
        tried.set(id, { id, postId, date: dayKey(startsAt), startsAt, endsAt, post: step.name, words })
      }
    }
    return { ...names, slot: (id) => tried.get(id) ?? names.slot(id) }
  }

  private addIll(names: PlanNames, dates: readonly string[]) {
    const { locale } = this.board
    const words = locale.t.roster.planning
    const { personId } = this.ill
    const from = this.ill.from || dates[0]!
    const to = this.ill.to || dates.at(-1)!
    this.illErrors = {
      ...(personId === '' && { personId: words.chooseFirst }),
      ...(to < from && { to: words.badTimes }),
    }
    if (Object.keys(this.illErrors).length > 0) return void this.board.show(() => {}, personId === '' ? '#ill-who' : '#ill-to')
    const dayOf = (date: string) => locale.day(locale.noon(date))
    this.go(
      take(this.steps, { kind: 'ill', personId, from, to, words: words.stepIll(names.person(personId), dayOf(from), dayOf(to)) }),
    )
    this.ill = { personId: '', from: '', to: '' }
  }

  private addPost(dates: readonly string[]) {
    const { locale } = this.board
    const words = locale.t.roster.planning
    const { date, from, to, need } = this.post
    const count = Number(need)
    const isNeeded = Number.isInteger(count) && count >= 1 && count <= MOST_NEEDED
    const areTimes = /^\d\d:\d\d$/.test(from) && /^\d\d:\d\d$/.test(to) && from < to
    this.postErrors = { ...(!areTimes && { to: words.badTimes }), ...(!isNeeded && { need: words.needed }) }
    if (Object.keys(this.postErrors).length > 0) return void this.board.show(() => {}, areTimes ? '#post-need' : '#post-to')
    const name = this.post.name.trim() || words.postNameDefault
    const number = (this.posts += 1)
    const { timeZone } = this.base!.problem
    const at = (local: string, clock: string) => new Date(zonedTime(local, minutesOf(clock), timeZone)).toISOString()
    const slots = (date ? [date] : dates).map((local): PlanSlot => {
      const id = `what-if-${number}-${local}`
      return { id, postId: `what-if-${number}`, startsAt: at(local, from), endsAt: at(local, to), needs: [{ min: count }] }
    })
    const day = date ? locale.day(locale.noon(date)) : words.everyDay
    const when = `${day} ${from}–${to}`
    this.go(take(this.steps, { kind: 'post', name, slots, words: words.stepPost(name, when, locale.number(count)) }))
    this.post = NEW_POST
  }

  private go(steps: StepHistory) {
    this.steps = steps
    this.forget()
    void this.compute()
  }

  private forget() {
    this.stop?.abort()
    this.stop = undefined
    this.result = undefined
    this.failure = undefined
    this.shown = SHOWN
    this.search = ''
    this.board.host.requestUpdate()
  }

  private async compute() {
    const { base, steps } = this
    if (!base || steps.done.length === 0) return this.board.show(() => {}, '#what-if-news')
    const stop = new AbortController()
    this.stop = stop
    this.board.host.requestUpdate()
    try {
      this.running ??= this.planner()
      const { problem, absent } = questionOf(base.problem, steps.done, (date, days) => this.midnight(date, days))
      // A draft may be older than what holds now.
      const [slots, people] = [new Set(problem.slots.map(({ id }) => id)), new Set(problem.people.map(({ id }) => id))]
      const assignments = base.draft.assignments.filter(({ slotId, personId }) => slots.has(slotId) && people.has(personId))
      const options = { seed: 1, timeLimitMs: TIME_LIMIT, absent, signal: stop.signal }
      const result = await this.running.repair(problem, { assignments }, options)
      if (stop.signal.aborted) return
      this.result = result
    } catch (error) {
      if (stop.signal.aborted) return
      this.failure = isSdkError(error) && error.code === 'worker' ? 'not-here' : 'failed'
      if (this.failure === 'not-here') warnOnce((error as Error).message)
      else failureReason(error)
    }
    this.stop = undefined
    await this.board.show(() => {}, '#what-if-news')
  }

  /** So many days after a local date, at midnight. */
  private readonly midnight = (date: string, days: number): string =>
    new Date(zonedTime(addDays(date, days), 0, this.base!.problem.timeZone)).toISOString()

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}

const sumOf = (unfilled: readonly { missing: number }[]): number => unfilled.reduce((sum, { missing }) => sum + missing, 0)

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
