import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Client } from '@wangge/core/client'
import { findDuplicates, isOpen, publication } from '@wangge/core/issue'
import type { Category, IssueAction, IssueBoard, StaffIssue } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { icons } from '../icons.ts'
import { notice, problem, skeleton } from '../panels.ts'
import { problemWords } from '../refusal.ts'
import { assigneeOf, postsOf, stepFields } from './action-draft.ts'
import type { ActionDraft } from './action-draft.ts'
import { ActionForm, postChoices } from './action-form.ts'
import type { FormOptions } from './action-form.ts'
import { deadlineChip } from './deadline-view.ts'
import type { Desk } from './desk.ts'
import { IssuePhotos } from './issue-photos.ts'
import { severityChip, stateChip } from './row-view.ts'
import { factsView } from './facts.ts'
import { settledBy, timeline } from './timeline.ts'
import { boardRefusal } from './refusal-words.ts'

/** Most issues that are offered to merge into, besides the likely ones. */
const MOST_TARGETS = 50

export interface DetailOptions {
  /** Id of the issue; empty for none. */
  issueId: () => string
  categories: () => readonly Category[]
  close: () => void
}

/** The issue that is open: what it is, what may be done with it, and all that happened. */
export class Detail {
  private readonly desk: Desk
  private readonly options: DetailOptions
  private readonly issue: ResourceController<StaffIssue>
  /** Where the board has not all: what is open around the issue that is to be merged. */
  private readonly around: ResourceController<IssueBoard>
  private readonly commands: CommandController
  private readonly form: ActionForm
  private readonly photos: IssuePhotos
  private news: { issueId: string; words: string } | undefined
  private refused: { issueId: string; title: string; hint: string } | undefined
  private formOf = ''

  constructor(desk: Desk, options: DetailOptions) {
    this.desk = desk
    this.options = options
    this.issue = new ResourceController(
      desk.host,
      () => [desk.client, options.issueId()],
      (client: Client, id) => client.issue(id),
    )
    this.around = new ResourceController(
      desk.host,
      () => [desk.client, desk.isPart && this.form.draft?.action === 'merge' ? this.estateOf(options.issueId()) : ''],
      (client: Client, gridId) => client.issueBoard({ gridId, ended: 0 }),
    )
    this.commands = new CommandController(desk.host, () => desk.locale)
    this.form = new ActionForm(desk, () => this.cancel())
    this.photos = new IssuePhotos(desk)
  }

  /** Whether a step is being written, which Escape leaves first. */
  get isWriting(): boolean {
    return this.form.draft !== undefined
  }

  cancel() {
    const action = this.form.draft?.action
    this.form.end()
    void this.desk.host.updateComplete.then(() =>
      this.desk.host.renderRoot.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus(),
    )
  }

  private begin(action: IssueAction, issue: StaffIssue) {
    this.news = undefined
    this.refused = undefined
    this.formOf = issue.id
    const { tree } = this.desk
    const estate = tree && postsOf(issue.gridPath, tree).find(({ role }) => role === 'estateWorker')
    const to = action === 'dispatch' && estate ? `grid:${estate.gridId}` : ''
    this.form.begin(action, { to, publication: publication(issue) })
  }

  private readonly send = (issue: StaffIssue, draft: ActionDraft) => {
    const { client, tree, host, locale } = this.desk
    if (!client) return
    const { action, photos, to } = draft
    const assignee = assigneeOf(to, issue.gridPath, tree)
    void this.commands
      .run('step', () =>
        client.advanceIssue({
          issueId: issue.id,
          action,
          version: issue.version,
          ...stepFields(draft, issue),
          ...(assignee && { assignee }),
          photos: photos.map(({ blob }) => blob),
        }),
      )
      .then(async (sent) => {
        if (!sent) return
        this.form.end()
        const { id: issueId } = issue
        const outcome = await sent.settled
        if (outcome.state === 'acknowledged') {
          this.news = { issueId, words: locale.t.board.done(locale.t.board.actions[action]) }
          this.desk.acted(issueId, action)
        } else if (outcome.state === 'refused') {
          this.refused = { issueId, ...boardRefusal(this.desk.locale, outcome.problem) }
          // Whoever is told here need not be told again; what was written is kept to be mended.
          await client.outbox.discard(sent.id).catch(() => {})
          if (this.options.issueId() === issueId) this.form.draft = draft
        }
        host.requestUpdate()
      })
  }

  render(): TemplateResult {
    const { locale } = this.desk
    const { t } = locale
    const id = this.options.issueId()
    const { data, error } = this.issue.snapshot
    const issue = data?.id === id ? data : undefined
    const row = this.desk.rowOf(id)
    const shown = issue ?? row
    const categoryName = issue?.category?.name ?? row?.categoryName
    if (this.form.draft && this.formOf !== id) this.form.draft = undefined
    return html`<section class="detail" part="detail" aria-labelledby="detail-title" data-open=${id}>
      <header class="detail-head">
        <button type="button" class="button quiet back" aria-label=${t.board.back} @click=${this.options.close}>
          ${icons.back()}<span>${t.board.views.list}</span>
        </button>
        <h3 id="detail-title" tabindex="-1">
          ${shown ? this.desk.categoryOf({ ...shown, ...(categoryName && { categoryName }) }) : t.board.title}
        </h3>
        <button type="button" class="button quiet close" aria-label=${t.board.close} @click=${this.options.close}>
          <span aria-hidden="true">×</span>
        </button>
        ${
          shown
            ? html`<p class="chips">
                ${stateChip(locale, shown)} ${severityChip(locale, shown)} ${deadlineChip(locale, shown, this.desk.now)}
              </p>`
            : nothing
        }
      </header>
      <div class="detail-body">
        ${issue ? this.body(issue) : html`<p class="description">${row?.description}</p>`}
        ${issue ? nothing : error ? problem(locale, error, () => void this.issue.refresh()) : skeleton(locale, 5)}
      </div>
    </section>`
  }

  private body(issue: StaffIssue) {
    const { desk } = this
    const { board } = desk.locale.t
    const { id, photos, history, duplicates } = issue
    const after = settledBy(history)?.evidence ?? []
    return html`<div role="status" id="news" tabindex="-1">
        ${this.news?.issueId === id ? notice('ok', this.news.words) : nothing}
      </div>
      ${this.refused?.issueId === id ? html`<div role="alert">${notice('bad', this.refused.title, html`<p>${this.refused.hint}</p>`)}</div>` : nothing}
      ${this.commands.view('step')} ${desk.stepsOf(id).map((entry) => this.stepView(entry))} ${this.actionsView(issue)}
      <section class="part">
        <h4>${board.said}</h4>
        <p class="description">${issue.description}</p>
      </section>
      <section class="part pair">
        <div>
          <h4>${board.before}</h4>
          ${photos.length > 0 ? this.photos.render(id, photos) : html`<p class="small muted">${board.noPhotos}</p>`}
        </div>
        <div>
          <h4>${board.after}</h4>
          ${after.length > 0 ? this.photos.render(id, after) : html`<p class="small muted">${board.noPhotos}</p>`}
        </div>
      </section>
      ${factsView(desk, issue, this.options.categories())}
      ${
        duplicates.length > 0
          ? html`<section class="part">
              <h4>${board.duplicates}</h4>
              <ul class="others">
                ${duplicates.map((one) => this.otherView(one))}
              </ul>
            </section>`
          : nothing
      }
      <section class="part">
        <h4>${board.history}</h4>
        ${timeline(desk, issue, (refs) => this.photos.render(id, refs))}
      </section>`
  }

  private otherView(id: string) {
    const row = this.desk.rowOf(id)
    return html`<li>
      <button type="button" class="button quiet" @click=${() => this.desk.open(id)}>${row?.description ?? id}</button>
    </li>`
  }

  /** A step that waits here, or that was refused while nobody looked. */
  private stepView({ id, state, body, problem: said }: OutboxEntry) {
    const { client, locale } = this.desk
    const { board } = locale.t
    const { action } = body as { action: IssueAction }
    const name = board.actions[action]
    if (state !== 'refused')
      return notice('wait', board.waiting(name), html`<p class="small">${this.desk.isDurable ? board.saved : board.unsaved}</p>`)
    const words = said ? boardRefusal(locale, said) : problemWords(locale, { type: '', title: '', status: 0, code: '' })
    return html`<div role="alert">
      ${notice(
        'bad',
        `${name}${locale.t.colon}${words.title}`,
        html`<p>${words.hint}</p>
          <div class="actions">
            <button type="button" class="button" @click=${() => void client?.outbox.discard(id).catch(() => {})}>
              ${board.discard}
            </button>
          </div>`,
      )}
    </div>`
  }

  private actionsView(issue: StaffIssue) {
    const { desk, form } = this
    const { board } = desk.locale.t
    const { allowedActions } = issue
    const isWaiting = desk.stepsOf(issue.id).some(({ state }) => state !== 'refused')
    if (form.draft) return form.render(this.formOptions(issue))
    const [first] = allowedActions
    const isOwn = first !== undefined && first !== 'note'
    return html`<div class="part todo" role="group" aria-label=${board.todo} part="actions">
      ${isOwn ? nothing : html`<p class="small muted">${board.nothingToDo}</p>`}
      <div class="actions">
        ${allowedActions.map(
          (action) =>
            html`<button
              type="button"
              class="button ${action === first && isOwn ? 'primary' : ''} ${action === 'reject' ? 'danger' : ''}"
              data-action=${action}
              ?disabled=${isWaiting}
              @click=${() => this.begin(action, issue)}
            >
              ${board.actions[action]}
            </button>`,
        )}
      </div>
    </div>`
  }

  private formOptions(issue: StaffIssue): FormOptions {
    const { desk, commands } = this
    return {
      subject: { ...issue, publication: publication(issue) },
      posts: desk.tree ? postChoices(desk, postsOf(issue.gridPath, desk.tree), issue.vacantPosts) : [],
      targets: this.form.draft?.action === 'merge' ? this.targets(issue) : [],
      categories: this.options.categories(),
      isBusy: commands.busy !== '',
      send: (draft) => this.send(issue, draft),
    }
  }

  /** The estate that an issue lies in, or what it has instead. */
  private estateOf(issueId: string): string {
    const path = this.issue.data?.id === issueId ? this.issue.data.gridPath : []
    return path[2] ?? path.at(-1) ?? ''
  }

  private targets(issue: StaffIssue): FormOptions['targets'] {
    const { desk } = this
    const parentOf = new Map(this.options.categories().flatMap(({ id, parentId }) => (parentId ? [[id, parentId] as const] : [])))
    const known = new Map([...(this.around.data?.issues ?? []), ...desk.rows].map((row) => [row.id, row]))
    const others = [...known.values()].filter(({ id, state }) => id !== issue.id && isOpen(state))
    const likely = findDuplicates(issue, others, { parentOf, now: desk.now }).map(({ id }) => id)
    const rest = others.filter(({ id }) => !likely.includes(id)).slice(0, MOST_TARGETS)
    const target = (id: string, isLikely: boolean) => {
      const row = known.get(id)
      const words = row ? `${desk.placeOf(row.gridPath)} · ${row.description.slice(0, 40)}` : id
      return { id, label: words, isLikely }
    }
    return [...likely.map((id) => target(id, true)), ...rest.map(({ id }) => target(id, false))]
  }
}
