import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { IssueAction, IssueRow, ReportPart } from '@wangge/core/issue/schema'
import { isSdkError } from '@wangge/core/errors'
import { icons } from '../icons.ts'
import type { Words } from '../strings.ts'
import { assigneeOf, postsOf, stepFields } from './action-draft.ts'
import type { ActionDraft } from './action-draft.ts'
import { ActionForm } from './action-form.ts'
import type { Desk } from './desk.ts'
import { boardRefusal } from './refusal-words.ts'
import { settledOrKept } from '../settled-or-kept.ts'

/** Steps that are of one issue alone: each has its own target, or its own picture of what was done. */
const ONE_BY_ONE: ReadonlySet<IssueAction> = new Set(['merge', 'unmerge', 'extend', 'correct', 'rate'])

interface Result {
  row: IssueRow
  /** Why not; absent where it was done or is kept to be sent. */
  words?: Words
  isDone: boolean
}

export interface BulkOptions {
  selected: () => readonly IssueRow[]
  /** Those that are not selected any more. */
  release: (ids: readonly string[]) => void
}

/** One step for all that are selected: each is answered by itself, and what was not done stays selected. */
export class BulkBar {
  private readonly desk: Desk
  private readonly options: BulkOptions
  private readonly form: ActionForm
  private results: Result[] = []
  private isBusy = false

  constructor(desk: Desk, options: BulkOptions) {
    this.desk = desk
    this.options = options
    this.form = new ActionForm(desk, () => this.form.end())
  }

  get isWriting(): boolean {
    return this.form.draft !== undefined
  }

  cancel() {
    this.form.end()
  }

  /** Steps that all of them can take. */
  private shared(rows: readonly IssueRow[]): IssueAction[] {
    const [first, ...rest] = rows
    return (first?.allowedActions ?? []).filter(
      (action) => !ONE_BY_ONE.has(action) && rest.every(({ allowedActions }) => allowedActions.includes(action)),
    )
  }

  private begin(action: IssueAction) {
    this.results = []
    this.form.begin(action, { to: action === 'dispatch' ? 'role:estateWorker' : '' })
  }

  private readonly send = async (draft: ActionDraft) => {
    const rows = this.options.selected()
    this.isBusy = true
    this.results = []
    this.desk.host.requestUpdate()
    const outcomes = await Promise.all(rows.map((row) => this.sendOne(row, draft)))
    this.results = outcomes
    this.isBusy = false
    this.options.release(outcomes.filter(({ words }) => !words).map(({ row }) => row.id))
    this.form.end()
    await this.desk.host.updateComplete
    this.desk.host.renderRoot.querySelector<HTMLElement>('#bulk-news')?.focus()
  }

  private async sendOne(row: IssueRow, draft: ActionDraft): Promise<Result> {
    const { client, tree, locale } = this.desk
    const assignee = assigneeOf(draft.to, row.gridPath, tree)
    const own = draft.action === 'publish' ? { ...draft, parts: waitingOf(row, draft) } : draft
    if (own.action === 'publish' && own.parts.length === 0)
      return { row, isDone: false, words: this.refusalOf('publication-settled') }
    try {
      const sent = await client!.advanceIssue({
        issueId: row.id,
        action: draft.action,
        version: row.version,
        ...stepFields(own, row),
        ...(assignee && { assignee }),
        photos: draft.photos.map(({ blob }) => blob),
      })
      if (!sent.ok) return { row, isDone: false, words: this.refusalOf(sent.reason) }
      const outcome = await settledOrKept(client!, sent)
      if (outcome?.state !== 'refused') {
        if (outcome) this.desk.acted(row.id, draft.action)
        return { row, isDone: outcome !== undefined }
      }
      await client!.outbox.discard(sent.id).catch(() => {})
      return { row, isDone: false, words: boardRefusal(locale, outcome.problem) }
    } catch (error) {
      if (!isSdkError(error)) throw error
      return { row, isDone: false, words: locale.t.refusalOf(error.code === 'storage' ? 'not-kept' : 'failed', {}) }
    }
  }

  private refusalOf(reason: string): Words {
    const { t } = this.desk.locale
    return t.board.refusals[reason] ?? t.refusalOf(reason, {})
  }

  render(): TemplateResult | typeof nothing {
    const { t, number } = this.desk.locale
    const rows = this.options.selected()
    if (rows.length === 0 && this.results.length === 0) return nothing
    const actions = this.shared(rows)
    return html`<section class="bulk" part="bulk" aria-label=${t.board.bulk}>
      ${this.resultsView()}
      ${
        rows.length === 0
          ? nothing
          : html`<div class="bulk-head">
              <b role="status">${t.board.selected(number(rows.length))}</b>
              <button type="button" class="button quiet" id="select-none" @click=${this.leave}>${t.board.selectNone}</button>
              ${
                this.form.draft
                  ? nothing
                  : actions.length === 0
                    ? html`<span class="small muted">${t.board.bulkNone}</span>`
                    : actions.map(
                        (action) =>
                          html`<button
                            type="button"
                            class="button"
                            data-bulk=${action}
                            ?disabled=${this.isBusy}
                            @click=${() => this.begin(action)}
                          >
                            ${t.board.actions[action]}
                          </button>`,
                      )
              }
            </div>`
      }
      ${
        this.form.draft && rows[0]
          ? this.form.render({
              subject: { state: rows[0].state },
              posts: this.posts(rows),
              targets: [],
              isBusy: this.isBusy,
              send: (draft) => void this.send(draft),
            })
          : nothing
      }
    </section>`
  }

  private readonly leave = () => {
    this.results = []
    this.form.end()
    this.options.release(this.options.selected().map(({ id }) => id))
  }

  /** By role: each place has its own. */
  private posts(rows: readonly IssueRow[]) {
    const { tree, locale } = this.desk
    const { board } = locale.t
    if (!tree) return []
    const roles = new Set(rows.flatMap(({ gridPath }) => postsOf(gridPath, tree).map(({ role }) => role)))
    return [...roles].map((role) => ({ value: `role:${role}`, label: board.ofEach(board.roles[role]) }))
  }

  private resultsView() {
    const { t, number } = this.desk.locale
    const { results } = this
    if (results.length === 0) return nothing
    const failed = results.filter(({ words }) => words)
    const kept = results.filter(({ words, isDone }) => !words && !isDone)
    return html`<div id="bulk-news" class="results" role="status" tabindex="-1">
      <p>
        <b>${t.board.bulkDone(number(results.filter(({ isDone }) => isDone).length), number(results.length))}</b>
        ${failed.length > 0 ? t.board.bulkKept : nothing} ${kept.length > 0 ? t.board.saved : nothing}
      </p>
      ${
        failed.length === 0
          ? nothing
          : html`<ul>
              ${failed.map(
                ({ row, words }) =>
                  html`<li>
                    ${icons.alert()}<span><b>${row.description.slice(0, 40)}</b>${t.colon}${words?.title} ${words?.hint}</span>
                  </li>`,
              )}
            </ul>`
      }
      <button type="button" class="button quiet" @click=${() => this.forget()}>${t.board.close}</button>
    </div>`
  }

  private forget() {
    this.results = []
    this.desk.host.requestUpdate()
  }
}

/** What was chosen for all, of one: what somebody has withheld before is lifted where it is looked at alone. */
const waitingOf = ({ waitingParts = [] }: IssueRow, { parts }: ActionDraft): readonly ReportPart[] =>
  waitingParts.filter((part) => parts.includes(part))
