import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Client, CommandRefusal, ReportInput } from '@wangge/core/client'
import { restsOnConsent } from '@wangge/core/issue'
import type { ReportSource } from '@wangge/core/issue'
import type { Category, MyReport, ReportCommand } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import type { Position } from '@wangge/core/schema'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { FormAssociatedElement } from '../form-associated-element.ts'
import type { FormStanding } from '../form-associated-element.ts'
import { errorSummary, focusField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { blank, notice, problem, skeleton, unconnected } from '../panels.ts'
import { givenConsent, statementField, statementOf } from '../statement-field.ts'
import { whatFields } from './what/what-fields.ts'
import { ReportSources } from './source/report-source.ts'
import { sourceField } from './source/source-field.ts'
import { DraftKeeper, isUntouched } from './draft/draft-keeper.ts'
import { EMPTY_DRAFT, toReport } from './draft/draft.ts'
import type { Draft } from './draft/draft.ts'
import { fromReport } from './draft/from-report.ts'
import { restoredNotice } from './draft/restored-notice.ts'
import { ErrorMarks } from './error-marks.ts'
import { IssueFormSettleEvent, IssueFormSubmitEvent } from './events.ts'
import { fieldErrors } from './field-errors.ts'
import { styles } from './issue-form.styles.ts'
import { lureField } from './sending/lure-field.ts'
import { outcomeView } from './sending/outcome-view.ts'
import { OwnPanel } from './sending/own-panel.ts'
import { refusalNotice } from './sending/refusal-notice.ts'
import type { Refusal } from './sending/refusal-notice.ts'
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

const PURPOSE = 'issue-report'
/** As much of what nobody is to fill in is told. */
const LURE_LENGTH = 200

/**
 * Reports an issue without an account: what, where, photos, consent; on a phone one after the other. What is typed is kept on the
 * device over a reload, until it was sent. Works without a connection: the report waits on
 * the device and is sent later. What the server accepted has a receipt code; what it refused can be changed, sent
 * again or discarded. Below are the reports of this device with their codes, whenever they were sent. Whoever is appointed to a
 * grid chooses as what they report, as far as their appointments go: what they find on their duty needs no consent and has no code,
 * they follow it where they work.
 *
 * @element wg-issue-form
 * @attr {'resident'|'keeper'|'sweep'|'inspection'} source - As what the page has people report; else as a resident, or as what
 *   they are appointed to.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {string} name - In a form of the host page: the name of its value, the receipt code.
 * @attr {boolean} required - In a form of the host page: it is not to be sent before a report was made here.
 * @attr {boolean} disabled - Nothing can be done in it; a disabled fieldset around it does the same.
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
export class IssueFormElement extends FormAssociatedElement {
  static override styles = styles
  /** Where the host knows a better way to the position than the browser, such as WeChat's; says its coordinates. */
  @property({ attribute: false }) positionSource: PositionSource | undefined

  @property() source: ReportSource | '' = ''

  @state() private step: FormStep = 'what'
  /** What was filled into the field that nobody sees. */
  @state() private lured = ''
  @state() private draft: Draft = EMPTY_DRAFT
  @state() private refusal: Refusal | undefined

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
  private readonly sources = new ReportSources(this, {
    client: () => this.connection.client,
    asked: () => this.source,
  })
  private readonly outbox = new OutboxController(this, () => this.connection.client)
  private readonly sender = new ReportSender(this, () => this.connection.client)
  private readonly finder = new PlaceFinder(this, {
    client: () => this.connection.client,
    positionSource: () => this.positionSource,
    draft: () => this.draft,
    change: (patch) => this.change(patch),
    amend: (patch) => this.amend(patch),
  })
  private readonly own = new OwnPanel(this, {
    client: () => this.connection.client,
    locale: () => this.locale,
    entries: () => this.outbox.view.entries,
    categoryOf: (id) => this.categoryOf(id),
  })
  private readonly marks = new ErrorMarks(this, () => this.check())
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

  /**
   * The receipt code of what was reported here last; its id until the server has it; empty before, and while it is one that the
   * server has refused.
   */
  get value(): string {
    return this.isRefused ? '' : (this.known?.receipt ?? this.sender.value)
  }

  protected override get standing(): FormStanding {
    const { t } = this.locale
    const { id } = this.sender
    const isMissing = this.required && this.value === ''
    return {
      value: this.value,
      state: id,
      customError: this.isRefused ? t.issue.notTaken : '',
      valueMissing: isMissing ? t.issue.notReported : '',
      anchor: id ? '#outcome' : '#title',
    }
  }

  protected override restore(id: string) {
    this.sender.recall(id)
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
    const { category, draft } = this
    const parts = { source: this.sources.chosen, category, consent }
    const report = toReport({ ...draft, joins: isOffered ? draft.joins : '' }, parts)
    return { ...report, ...(this.lured && { website: this.lured.slice(0, LURE_LENGTH) }) }
  }

  /** What is to be mended in what is filled in, in the person's words. */
  private async check(): Promise<FieldErrors> {
    const found = await this.connection.client?.checkReport(this.filledIn)
    return fieldErrors(this.locale, found ?? [], this.category)
  }

  private amend(patch: Partial<Draft>) {
    const before = this.draft
    this.draft = { ...before, ...patch }
    void this.marks.follow(before, this.draft)
  }

  private change(patch: Partial<Draft>) {
    this.amend(patch)
    this.keeper.keep(this.draft)
    void this.finder.findGrids()
    this.similar.ask(this.filledIn)
  }

  private readonly go = (step: FormStep) => void this.show(() => (this.step = step), '#step-title')

  /** On to the next part, once nothing in this one is to be mended. */
  private readonly next = async () => {
    const { step } = this
    const errors = new Map([...(await this.check())].filter(([id]) => stepOf(id) === step))
    if (errors.size > 0) return this.show(() => this.marks.show(errors), '#summary')
    this.marks.clear()
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
    this.marks.clear()
    this.keeper.forget()
    await this.show(() => {}, '#outcome')
  }

  private async refuse(refusal: CommandRefusal) {
    // Whoever is told of it goes on without.
    this.lured = ''
    const errors: FieldErrors = 'fields' in refusal ? fieldErrors(this.locale, refusal.fields, this.category) : new Map()
    if (errors.size > 0) {
      await this.show(() => this.marks.show(errors), '#summary')
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
    void this.show(() => this.photos.remove(photo), '#photo-files')
  }

  private get isRefused(): boolean {
    const { outcome } = this.sender
    if (this.known) return false
    return this.unsent ? this.unsent.state === 'refused' : outcome?.state === 'refused'
  }

  /** The report that was made here last, as this device knows it once the server has it. */
  private get known(): MyReport | undefined {
    return this.own.find(this.sender.id)
  }

  /** The report that was made here last, while it is unsent or refused. */
  private get unsent(): OutboxEntry | undefined {
    return this.outbox.view.entries.find(({ id }) => id === this.sender.id)
  }

  /** What staff find on their duty is followed by no code. */
  private get hasCode(): boolean {
    const body = this.unsent?.body as ReportCommand | undefined
    return restsOnConsent(body?.source ?? this.sources.chosen)
  }

  private readonly edit = () => void this.mend(this.sender.id)

  /** A refused one back into the form: the last as it stands there still, an earlier one as it was sent. */
  private async mend(id: string) {
    const entry = this.outbox.view.entries.find((one) => one.id === id)
    const draft = id === this.sender.id && !isUntouched(this.draft) ? this.draft : entry && (await this.draftOf(entry))
    if (!draft) return
    const { errors = [] } = entry?.problem ?? {}
    // Where the server asks for other fields than this form did, the categories are no longer what they were.
    if (errors.length > 0) void this.categories.refresh()
    const back = () => {
      this.sender.mend(id)
      this.step = 'what'
      // Where joining was refused, the next one is an issue of its own unless it is said again.
      this.draft = { ...draft, joins: '' }
      if (entry) this.sources.pick((entry.body as ReportCommand).source)
      this.marks.show(fieldErrors(this.locale, errors, this.category))
    }
    await this.show(back, '#summary, form input, form textarea')
  }

  private async draftOf({ id, body }: OutboxEntry): Promise<Draft> {
    const report = body as ReportCommand
    const photos = await this.photos.ready((await this.connection.client?.outbox.photos(id)) ?? [])
    return fromReport(report, { photos, category: this.categoryOf(report.categoryId), tree: this.finder.tree })
  }

  private readonly resend = () => void this.send((report) => this.sender.resend(report))

  private readonly discard = async () => {
    await this.sender.discard()
    await this.startAgain()
  }

  protected override reset() {
    this.draft = EMPTY_DRAFT
    this.lured = ''
    this.step = 'what'
    this.refusal = undefined
    this.finder.startAgain()
    this.keeper.forget()
    this.marks.clear()
    this.sender.putAway()
    this.own.forgetCopied()
    this.sources.forget()
  }

  private readonly startAgain = () => this.show(() => this.reset(), '#title')

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
      <fieldset class="all" ?disabled=${this.isDisabled}>
        ${this.sender.id ? this.outcomeView() : data ? this.formView(data.categories) : skeleton(locale, 6)} ${this.ownView()}
      </fieldset>
    `
  }

  private outcomeView() {
    return outcomeView(this.locale, {
      entry: this.unsent,
      outcome: this.sender.outcome,
      known: this.known,
      hasCode: this.hasCode,
      durable: this.outbox.view.durable,
      copied: this.own.copied,
      copy: (code) => void this.own.copy(code),
      sendNow: () => this.connection.client?.outbox.sendNow(),
      edit: this.edit,
      resend: this.resend,
      discard: this.discard,
      startAgain: this.startAgain,
    })
  }

  private ownView() {
    const isFree = this.sender.id !== '' || isUntouched(this.draft)
    return this.own.render(isFree ? (id) => void this.mend(id) : undefined)
  }

  private formView(categories: readonly Category[]) {
    const { locale, step } = this
    const { errors } = this.marks
    const { t } = locale
    if (categories.length === 0) return blank(t.issue.noCategories)
    const part = (name: FormStep, fields: unknown) => html`<div class="step" ?data-present=${name === step}>${fields}</div>`
    return html`<form part="form" novalidate aria-labelledby="title" @submit=${this.onSubmit}>
      ${this.refusal ? refusalNotice(locale, this.refusal) : nothing} ${errorSummary(locale, errors, (id) => void this.goTo(id))}
      ${this.keeper.restored ? restoredNotice(locale, this.startAgain) : nothing} ${stepBar(locale, step)}
      ${lureField(this.lured, (value) => (this.lured = value))}
      <div class="all">
        ${part('what', [sourceField(locale, this.sources), this.whatFields(categories)])} ${part('where', this.placeFields())}
        ${part('photos', this.photoFields())} ${part('send', [this.similarFields(), this.consentField()])}
        ${stepActions(locale, { step, busy: this.sender.busy || this.photos.preparing, go: this.go, next: this.next })}
      </div>
    </form>`
  }

  private whatFields(categories: readonly Category[]) {
    const { draft, category } = this
    const { errors } = this.marks
    return whatFields(this.locale, { categories, category, draft, errors, change: (patch) => this.change(patch) })
  }

  private photoFields() {
    const { photos } = this
    return photoField(this.locale, {
      photos: this.draft.photos,
      preparing: photos.preparing,
      error: photos.error ?? this.marks.errors.get('photos'),
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
    if (!restsOnConsent(this.sources.chosen)) return html`<p class="muted">${this.locale.t.issue.onDuty}</p>`
    return statementField(this.locale, {
      statements: this.statements,
      purpose: PURPOSE,
      agreed: this.draft.agreed,
      error: this.marks.errors.get('consent'),
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
      error: this.marks.errors.get('place'),
      textError: this.marks.errors.get('placeText'),
      change: (patch) => this.change(patch),
      mark: this.mark,
    })
  }
}
