import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Client, CommandRefusal, ReportInput } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import type { Position } from '@wangge/core/schema'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { errorSummary, focusField, textArea } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { blank, notice, problem, skeleton, unconnected } from '../panels.ts'
import { refusalWords } from '../refusal.ts'
import { givenConsent, statementField, statementOf } from '../statement-field.ts'
import { WgElement } from '../wg-element.ts'
import { categoryFields } from './what/category-fields.ts'
import { DraftKeeper } from './draft/draft-keeper.ts'
import { EMPTY_DRAFT, toReport } from './draft/draft.ts'
import type { Draft } from './draft/draft.ts'
import { IssueFormSettleEvent, IssueFormSubmitEvent } from './events.ts'
import { fieldErrors } from './field-errors.ts'
import { styles } from './issue-form.styles.ts'
import { outcomeView } from './sending/outcome-view.ts'
import { ownList } from './sending/own-list.ts'
import { ownReports } from './sending/own-reports.ts'
import { ReportSender } from './sending/report-sender.ts'
import { PhotoBox } from '../photos/photo-box.ts'
import { photoField } from '../photos/photo-field.ts'
import type { PreparedPhoto } from '../photos/photo.ts'
import { placeField } from './where/place-field.ts'
import { PlaceFinder } from './where/place-finder.ts'
import type { PositionSource } from './where/position-finder.ts'
import { SimilarFinder } from './sending/similar-finder.ts'
import { similarView } from './sending/similar-view.ts'
import { stepActions, stepBar, stepOf, STEPS } from './step-bar.ts'
import type { FormStep } from './step-bar.ts'

export { IssueFormSettleEvent, IssueFormSubmitEvent }

/** Most characters of a description. */
const MAX_DESCRIPTION = 2000

const PURPOSE = 'issue-report'

/** Own reports that are shown at first, and more at each wish. */
const OWN_PAGE = 5

/**
 * Reports an issue without an account: what, where, photos, consent; on a phone one after the other. What is typed is kept on the
 * device over a reload, until it was sent. Works without a connection: the report waits on
 * the device and is sent later. What the server accepted has a receipt code; what it refused can be changed, sent
 * again or discarded. Below are the reports of this device with their codes, whenever they were sent.
 *
 * @element wg-issue-form
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {string} name - In a form of the host page: the name of its value, the receipt code.
 * @attr {boolean} required - In a form of the host page: it is not to be sent before a report was made here.
 * @attr {'none'} heading - Hides the element's title where the page has one above it.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Function} positionSource - The host's own way to the position, with its coordinates (`wgs84`, `gcj02` or `bd09`); else
 *   the browser's.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {IssueFormSubmitEvent} wg-issue-form-submit - Accepted on this device: `issueId`, `saved`.
 * @fires {IssueFormSettleEvent} wg-issue-form-settle - The server's word: `issueId`, `outcome`.
 * @csspart base - The ground everything stands on.
 * @csspart form - The form.
 * @csspart consent - What one agrees to.
 * @csspart photos - The photos.
 * @csspart similar - What others have reported already, to be joined.
 * @csspart outcome - What became of the report.
 * @csspart receipt - The receipt code.
 * @csspart mine - The reports made on this device.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class IssueFormElement extends WgElement {
  static override styles = styles
  /** Takes part in a form of the host page, under its `name`: the value is the receipt code, before it comes the issue's id. */
  static readonly formAssociated = true

  /** In a form of the host page: it is not to be sent before a report was made here. */
  @property({ type: Boolean }) required = false
  /** Where the host knows a better way to the position than the browser, such as WeChat's; says its coordinates. */
  @property({ attribute: false }) positionSource: PositionSource | undefined

  @state() private step: FormStep = 'what'
  /** By the form of the host page that it is in. */
  @state() private isDisabled = false
  @state() private draft: Draft = EMPTY_DRAFT
  @state() private errors: FieldErrors = new Map()
  @state() private refusal: { reason: string; detail?: Record<string, unknown> } | undefined
  /** The receipt code that was copied last. */
  @state() private copied = ''
  @state() private ownShown = OWN_PAGE

  private readonly categories = new ResourceController(
    this,
    () => [this.connection.client, 'categories'],
    (client: Client) => client.categories(),
  )
  private readonly statements = new ResourceController(
    this,
    () => [this.connection.client, 'statements'],
    (client: Client) => client.statements(),
  )
  private readonly own = new ResourceController(
    this,
    () => [this.connection.client, 'own'],
    (client: Client) => client.myReports(),
  )
  private readonly outbox = new OutboxController(this, () => this.connection.client)
  private readonly sender = new ReportSender(this, () => this.connection.client)
  private readonly finder = new PlaceFinder(this, {
    client: () => this.connection.client,
    positionSource: () => this.positionSource,
    draft: () => this.draft,
    change: (patch) => this.change(patch),
    amend: (patch) => (this.draft = { ...this.draft, ...patch }),
  })
  private readonly photos = new PhotoBox(this, {
    locale: () => this.locale,
    photos: () => this.draft.photos,
    change: (photos) => this.change({ photos }),
  })
  private readonly keeper = new DraftKeeper(
    this,
    () => this.connection.client,
    (kept) => (this.draft = { ...this.draft, ...kept }),
  )
  private readonly similar = new SimilarFinder(this, () => this.connection.client)
  private readonly internals = this.attachInternals()

  /** The receipt code of what was reported here last; its id until the server has it; empty before. */
  get value(): string {
    return this.sender.value
  }

  override updated() {
    const { value } = this
    this.internals.setFormValue(value || null)
    const isMissing = this.required && value === ''
    const anchor = this.renderRoot.querySelector<HTMLElement>('#title') ?? undefined
    if (isMissing) this.internals.setValidity({ valueMissing: true }, this.locale.t.issue.notReported, anchor)
    else this.internals.setValidity({})
  }

  /** The host page's form was reset. */
  formResetCallback() {
    void this.startAgain()
  }

  formDisabledCallback(disabled: boolean) {
    this.isDisabled = disabled
  }

  private get category(): Category | undefined {
    return this.categoryOf(this.draft.categoryId)
  }

  private categoryOf(categoryId: string): Category | undefined {
    return this.categories.data?.categories.find(({ id }) => id === categoryId)
  }

  private get filledIn(): ReportInput {
    const consent = givenConsent(statementOf(this.statements.data, PURPOSE), this.draft.agreed)
    // What is not told of any more is not joined.
    const isOffered = this.similar.found.some(({ id, mine }) => id === this.draft.joins && !mine)
    return toReport({ ...this.draft, joins: isOffered ? this.draft.joins : '' }, this.category, consent)
  }

  private change(patch: Partial<Draft>) {
    this.draft = { ...this.draft, ...patch }
    this.keeper.keep(this.draft)
    void this.finder.findGrids()
    this.similar.ask(this.filledIn)
  }

  private readonly go = (step: FormStep) => void this.show(() => (this.step = step), '#step-title')

  /** On to the next part, once nothing in this one is to be mended. */
  private readonly next = async () => {
    const { client } = this.connection
    const { step } = this
    if (!client) return
    const all = fieldErrors(this.locale, await client.checkReport(this.filledIn), this.category)
    const errors = new Map([...all].filter(([id]) => stepOf(id) === step))
    if (errors.size > 0) return this.show(() => (this.errors = errors), '#summary')
    this.errors = new Map()
    this.go(STEPS[STEPS.indexOf(step) + 1] ?? step)
  }

  /** To a control, in whichever part of the form it is. */
  private async goTo(id: string) {
    this.step = stepOf(id)
    await this.updateComplete
    focusField(this.renderRoot, id)
  }

  private async show(change: () => void, focus: string) {
    change()
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(focus)?.focus()
  }

  private readonly onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    void this.send()
  }

  private async send(give: (report: ReportInput) => ReturnType<ReportSender['send']> = (report) => this.sender.send(report)) {
    if (this.photos.preparing) return
    this.refusal = undefined
    const result = await give(this.filledIn)
    if (!result) return
    if (!result.ok) return this.refuse(result)
    this.errors = new Map()
    this.keeper.forget()
    await this.show(() => {}, '#outcome')
  }

  private async refuse(refusal: CommandRefusal) {
    const errors: FieldErrors = 'fields' in refusal ? fieldErrors(this.locale, refusal.fields, this.category) : new Map()
    if (errors.size > 0) {
      await this.show(() => (this.errors = errors), '#summary')
    } else {
      const detail = 'detail' in refusal ? refusal.detail : undefined
      await this.show(() => (this.refusal = { reason: refusal.reason, ...(detail ? { detail } : {}) }), '#refusal')
    }
  }

  private readonly mark = (position: Position, gridId: string, byKey: boolean) => {
    this.finder.mark(position, gridId)
    // The shape that had the focus may be gone.
    if (byKey) void this.show(() => {}, '#pin-where')
  }

  private readonly removePhoto = (photo: PreparedPhoto) => {
    const photos = this.draft.photos.filter((other) => other !== photo)
    void this.show(() => this.change({ photos }), '#photo-files')
  }

  private readonly copy = async (code: string) => {
    await navigator.clipboard.writeText(code).then(
      () => (this.copied = code),
      () => (this.copied = ''),
    )
  }

  /** The report that was made here last, while it is unsent or refused. */
  private get unsent(): OutboxEntry | undefined {
    return this.outbox.view.entries.find(({ id }) => id === this.sender.id)
  }

  /** Back to the filled form. */
  private readonly edit = () => {
    const { errors = [] } = this.unsent?.problem ?? {}
    // Where the server asks for other fields than this form did, the categories are no longer what they were.
    if (errors.length > 0) void this.categories.refresh()
    const back = () => {
      this.sender.mend()
      // Where joining was refused, the next one is an issue of its own unless it is said again.
      this.draft = { ...this.draft, joins: '' }
      this.errors = fieldErrors(this.locale, errors, this.category)
    }
    void this.show(back, '#summary, form input, form textarea')
  }

  private readonly resend = () => void this.send((report) => this.sender.resend(report))

  private readonly discard = async () => {
    await this.sender.discard()
    await this.startAgain()
  }

  private async discardOwn(id: string) {
    await this.connection.client?.outbox.discard(id).catch(() => {})
    await this.show(() => {}, '#mine-title')
  }

  private readonly startAgain = async () => {
    const clear = () => {
      this.draft = EMPTY_DRAFT
      this.step = 'what'
      this.finder.startAgain()
      this.keeper.forget()
      this.errors = new Map()
      this.sender.putAway()
      this.copied = ''
    }
    await this.show(clear, '#title')
  }

  override render() {
    return this.ground(html`<section class="card" aria-labelledby="title">${this.content()}</section>`)
  }

  private content() {
    const { locale } = this
    const { t } = locale
    if (!this.connection.client) return unconnected(locale)
    const { data, snapshot } = this.categories
    if (!data && snapshot.error) return problem(locale, snapshot.error, () => void this.categories.refresh())
    return html`
      <header>
        <h2 id="title" class="title" tabindex="-1">${t.issue.title}</h2>
        <p class="muted">${t.issue.lead}</p>
      </header>
      ${this.outbox.view.durable ? nothing : notice('wait', t.memoryOnly)}
      ${this.sender.id ? this.outcomeView() : data ? this.formView(data.categories) : skeleton(locale, 6)} ${this.ownView()}
    `
  }

  private outcomeView() {
    return outcomeView(this.locale, {
      entry: this.unsent,
      outcome: this.sender.outcome,
      durable: this.outbox.view.durable,
      copied: this.copied,
      copy: this.copy,
      sendNow: () => this.connection.client?.outbox.sendNow(),
      edit: this.edit,
      resend: this.resend,
      discard: this.discard,
      startAgain: this.startAgain,
    })
  }

  private ownView() {
    const { client } = this.connection
    return ownList(this.locale, {
      own: ownReports(this.own.data ?? [], this.outbox.view.entries),
      shown: this.ownShown,
      categoryOf: (id) => this.categoryOf(id),
      copied: this.copied,
      copy: this.copy,
      retry: (id) => void client?.outbox.retry(id).catch(() => {}),
      discard: (id) => void this.discardOwn(id),
      more: () => (this.ownShown += OWN_PAGE),
    })
  }

  private formView(categories: readonly Category[]) {
    const { locale, errors, step, isDisabled } = this
    const { t } = locale
    if (categories.length === 0) return blank(t.issue.noCategories)
    const part = (name: FormStep, fields: unknown) => html`<div class="step" ?data-present=${name === step}>${fields}</div>`
    return html`<form part="form" novalidate aria-labelledby="title" @submit=${this.onSubmit}>
      ${this.refusalView()} ${errorSummary(locale, errors, (id) => void this.goTo(id))} ${this.restoredView()}
      ${stepBar(locale, step)}
      <fieldset class="all" ?disabled=${isDisabled}>
        ${part('what', this.whatFields(categories))} ${part('where', this.placeFields())} ${part('photos', this.photoFields())}
        ${part('send', [this.similarFields(), this.consentField()])}
        ${stepActions(locale, { step, busy: this.sender.busy || this.photos.preparing, go: this.go, next: this.next })}
      </fieldset>
    </form>`
  }

  private refusalView() {
    const { locale, refusal } = this
    const words = refusal && refusalWords(locale, refusal.reason, refusal.detail)
    return words
      ? html`<div id="refusal" role="alert" tabindex="-1">${notice('bad', words.title, html`<p>${words.hint}</p>`)}</div>`
      : nothing
  }

  /** What is shown was begun before: whose it is not can put it away. */
  private restoredView() {
    const { t } = this.locale
    if (!this.keeper.restored) return nothing
    return html`<div role="status">
      ${notice(
        '',
        t.issue.restored,
        html`<p>${t.issue.restoredHint}</p>
          <div class="actions">
            <button type="button" class="button" @click=${this.startAgain}>${t.issue.startOver}</button>
          </div>`,
      )}
    </div>`
  }

  private whatFields(categories: readonly Category[]) {
    const { locale, draft, errors, category } = this
    const { t, number } = locale
    return html`${categoryFields(locale, { categories, category, draft, errors, change: (patch) => this.change(patch) })}
      <div class="counted">
        ${textArea(locale, {
          id: 'description',
          label: t.issue.description,
          hint: t.issue.descriptionHint,
          error: errors.get('description'),
          maxLength: MAX_DESCRIPTION,
          value: draft.description,
          onInput: (description) => this.change({ description }),
        })}
        <p class="count small muted">${t.issue.count(number(draft.description.length), number(MAX_DESCRIPTION))}</p>
      </div>`
  }

  private photoFields() {
    const { photos } = this
    return photoField(this.locale, {
      photos: this.draft.photos,
      preparing: photos.preparing,
      error: photos.error ?? this.errors.get('photos'),
      add: photos.add,
      remove: this.removePhoto,
    })
  }

  private similarFields() {
    const { found } = this.similar
    return similarView(this.locale, {
      found,
      joins: this.filledIn.joins ?? '',
      categoryOf: (id) => this.categoryOf(id),
      join: (joins) => this.change({ joins }),
    })
  }

  private consentField() {
    return statementField(this.locale, {
      statements: this.statements,
      purpose: PURPOSE,
      agreed: this.draft.agreed,
      error: this.errors.get('consent'),
      onChange: (agreed) => this.change({ agreed }),
    })
  }

  private placeFields() {
    return placeField(this.locale, {
      finder: this.finder,
      client: this.connection.client,
      theme: this.theme ?? this.connection.provided?.theme,
      isDisabled: this.isDisabled,
      draft: this.draft,
      error: this.errors.get('place'),
      textError: this.errors.get('placeText'),
      change: (patch) => this.change(patch),
      mark: this.mark,
    })
  }
}
