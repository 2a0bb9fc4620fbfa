import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { SdkError } from '@wangge/core/errors'
import type { PlanComparison, PlanDraft, RosterProblem } from '@wangge/core/roster/schema'
import { blank, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { tabList } from '../tabs.ts'
import { costTable } from './cost-table.ts'
import { fairnessView } from './fairness-plot.ts'
import { heatTable } from './heat-table.ts'
import { needHeat } from './need-heat.ts'
import { planChanges } from './plan-changes.ts'
import type { PlanNames } from './plan-names.ts'
import { unfilledList } from './unfilled-list.ts'
import { WhatIf } from './what-if.ts'

type Part = 'compare' | 'gaps' | 'fairness' | 'what-if'

/** Entries of a list at first. */
const SHOWN = 12

export interface DraftPartsOptions {
  draft: PlanDraft
  comparison: PlanComparison
  isPublished: boolean
  names: PlanNames
  /** Local dates. */
  dates: readonly string[]
  roleOf: (slotId: string, need: number) => string | undefined
}

/** A draft from four sides: what it changes and why, what stays empty, how fair it is, and what would happen if. */
export class DraftParts {
  private readonly board: Board
  private readonly whatIf: WhatIf
  private part: Part = 'compare'
  private planId = ''
  private search = ''
  private shown = SHOWN
  private cell = ''
  private asTable = false
  /** Whose problem was asked for, and what came. */
  private asked = ''
  private problem: RosterProblem | SdkError | undefined

  constructor(board: Board) {
    this.board = board
    this.whatIf = new WhatIf(board)
  }

  render(options: DraftPartsOptions): unknown {
    const { draft, comparison, isPublished } = options
    const { locale } = this.board
    const words = locale.t.roster.planning
    if (draft.planId !== this.planId) {
      this.planId = draft.planId
      this.search = ''
      this.shown = SHOWN
      this.cell = ''
    }
    const changes = comparison.added.length + comparison.moved.length + comparison.removed.length
    const missing = draft.unfilled.reduce((sum, one) => sum + one.missing, 0)
    const tabs = [
      {
        id: 'compare',
        label: words.compare,
        count: changes > 0 && !isPublished ? locale.number(changes) : undefined,
        tone: 'plain' as const,
      },
      { id: 'gaps', label: words.gaps, count: missing > 0 ? locale.number(missing) : undefined },
      { id: 'fairness', label: words.fairness },
      { id: 'what-if', label: words.whatIf },
    ]
    return html`${tabList(words.parts, tabs, this.part, (part) => this.change(() => this.show(part as Part)), 'plan-part')}
      <div id="plan-part" class="plan-part" role="tabpanel" aria-labelledby="tab-${this.part}">${this.content(options)}</div>`
  }

  private show(part: Part) {
    this.part = part
    this.shown = SHOWN
  }

  private content(options: DraftPartsOptions): unknown {
    if (this.part === 'compare') return this.changes(options)
    if (this.part === 'gaps') return this.gaps(options)
    if (this.part === 'fairness') return this.fairness(options)
    return this.tried(options)
  }

  private changes({ comparison, names }: DraftPartsOptions) {
    const { locale } = this.board
    const words = locale.t.roster.planning
    const { added, moved, removed, kept, costs } = comparison
    return html`${planChanges(locale, {
        ...{ added, moved, removed, kept, names, search: this.search, shown: this.shown },
        on: {
          search: (search) => this.change(() => (this.search = search)),
          more: () => this.change(() => (this.shown += SHOWN)),
        },
      })}
      <section class="part" aria-labelledby="costs-title">
        <h4 id="costs-title">${words.costs}</h4>
        <p class="small muted">${words.costsHint}</p>
        ${costTable(locale, { before: costs.present, after: costs.draft, heads: [words.now, words.after] })}
      </section>`
  }

  private gaps({ draft: { unfilled }, names, dates, roleOf }: DraftPartsOptions) {
    const { locale, placeOf } = this.board
    const words = locale.t.roster.planning
    const heat = needHeat(unfilled, names)
    if (heat.sum === 0) return blank(words.allFilled, words.allFilledHint)
    const ofCell = unfilled.filter(({ slot }) => {
      const named = names.slot(slot)
      return named !== undefined && `${named.postId} ${named.date}` === this.cell
    })
    const choose = (cell: string) => this.change(() => (this.cell = cell))
    const more = () => this.change(() => (this.shown += SHOWN))
    return html`<h4>${words.heat}</h4>
      ${heatTable(locale, { heat, dates, placeOf, chosen: this.cell, choose, shown: this.shown, more })}
      <section class="part" aria-labelledby="why-title" aria-live="polite">
        <h4 id="why-title">${words.whyEmpty}</h4>
        ${this.cell === '' ? html`<p class="small muted">${words.pickCell}</p>` : nothing}
        ${unfilledList(locale, { unfilled: this.cell === '' ? unfilled : ofCell, names, roleOf, shown: this.shown, more })}
      </section>`
  }

  private fairness({ draft: { fairness } }: DraftPartsOptions) {
    const { locale, week } = this.board
    const known = new Map([
      ...this.board.organisationsOn().map(({ id, name }): [string, string] => [id, name]),
      ...(week?.organisations ?? []).map(({ id, name }): [string, string] => [id, locale.text(name)]),
    ])
    return fairnessView(locale, {
      fairness,
      nameOf: (orgId) => known.get(orgId) ?? orgId,
      asTable: this.asTable,
      shown: this.shown,
      more: () => this.change(() => (this.shown += SHOWN)),
      toggle: () => this.change(() => (this.asTable = !this.asTable)),
    })
  }

  private tried({ draft, names, dates }: DraftPartsOptions) {
    const { locale, client } = this.board
    if (!client) return nothing
    if (this.asked !== draft.planId) {
      this.asked = draft.planId
      this.problem = undefined
      void this.ask(client, draft.planId)
    }
    if (this.problem instanceof Error) {
      return problem(locale, this.problem, () => this.change(() => (this.asked = '')))
    }
    if (!this.problem) return skeleton(locale, 3)
    this.whatIf.on({ draft, problem: this.problem })
    return this.whatIf.render(names, dates)
  }

  private async ask(client: Client, planId: string) {
    const answer = await client.rosterPlanQuestion(planId).then(
      (told) => told.problem,
      (error: unknown) => error as SdkError,
    )
    if (this.asked === planId) this.change(() => (this.problem = answer))
  }

  private change(change: () => void) {
    change()
    this.board.host.requestUpdate()
  }
}
