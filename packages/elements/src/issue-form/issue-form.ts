import { html, nothing } from 'lit'
import { state } from 'lit/decorators.js'
import type { Client, CommandOutcome, CommandRefusal } from '@wangge/core/client'
import type { Category, ReportReceipt } from '@wangge/core/issue/schema'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { failureReason } from '../failure.ts'
import { choiceField, errorSummary, focusField, textArea } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { blank, notice, problem, skeleton, unconnected } from '../panels.ts'
import { refusalWords } from '../refusal.ts'
import { givenConsent, statementField, statementOf } from '../statement-field.ts'
import { treeOf } from '../tree-of.ts'
import { WgElement } from '../wg-element.ts'
import { attributeField } from './attribute-field.ts'
import { EMPTY_DRAFT, toReport } from './draft.ts'
import type { Draft } from './draft.ts'
import { IssueFormSettleEvent, IssueFormSubmitEvent } from './events.ts'
import { fieldErrors } from './field-errors.ts'
import { styles } from './issue-form.styles.ts'
import { outcomeView } from './outcome-view.ts'
import { ownList } from './own-list.ts'
import { ownReports } from './own-reports.ts'
import { MAX_PHOTOS, photoField } from './photo-field.ts'
import { preparePhoto } from './photo.ts'
import type { PreparedPhoto } from './photo.ts'
import { placeField } from './place-field.ts'

export { IssueFormSettleEvent, IssueFormSubmitEvent }

/** Most characters of a description. */
const MAX_DESCRIPTION = 2000

const PURPOSE = 'issue-report'

/** Own reports that are shown at first, and more at each wish. */
const OWN_PAGE = 5

/**
 * Reports an issue without an account: what, where, photos, consent. Works without a connection: the report waits on
 * the device and is sent later. What the server accepted has a receipt code; what it refused can be changed, sent
 * again or discarded. Below are the reports of this device with their codes, whenever they were sent.
 *
 * @element wg-issue-form
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {'none'} heading - Hides the element's title where the page has one above it.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {IssueFormSubmitEvent} wg-issue-form-submit - Accepted on this device: `issueId`, `saved`.
 * @fires {IssueFormSettleEvent} wg-issue-form-settle - The server's word: `issueId`, `outcome`.
 * @csspart base - The ground everything stands on.
 * @csspart form - The form.
 * @csspart consent - What one agrees to.
 * @csspart photos - The photos.
 * @csspart outcome - What became of the report.
 * @csspart receipt - The receipt code.
 * @csspart mine - The reports made on this device.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class IssueFormElement extends WgElement {
  static override styles = styles

  @state() private draft: Draft = EMPTY_DRAFT
  @state() private errors: FieldErrors = new Map()
  @state() private refusal: { reason: string; detail?: Record<string, unknown> } | undefined
  @state() private locating: 'no' | 'yes' | 'failed' = 'no'
  @state() private preparing = false
  @state() private photoError: string | undefined
  @state() private busy = false
  @state() private submitted = ''
  @state() private outcome: CommandOutcome<ReportReceipt> | undefined
  /** The receipt code that was copied last. */
  @state() private copied = ''
  @state() private ownShown = OWN_PAGE

  /** Id of the refused report that the next one takes the place of. */
  private replaces = ''

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
  private readonly grids = new ResourceController(
    this,
    () => [this.connection.client, 'grids'],
    (client: Client) => client.gridTree(),
  )
  private readonly own = new ResourceController(
    this,
    () => [this.connection.client, 'own'],
    (client: Client) => client.myReports(),
  )
  private readonly outbox = new OutboxController(this, () => this.connection.client)

  private get category(): Category | undefined {
    return this.categoryOf(this.draft.categoryId)
  }

  private categoryOf(categoryId: string): Category | undefined {
    return this.categories.data?.categories.find(({ id }) => id === categoryId)
  }

  private change(patch: Partial<Draft>) {
    this.draft = { ...this.draft, ...patch }
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

  private async send() {
    const { client } = this.connection
    if (!client || this.busy || this.preparing) return
    this.busy = true
    this.refusal = undefined
    try {
      const result = await this.report(client)
      if (!result.ok) return await this.refuse(result)
      this.errors = new Map()
      this.dispatchEvent(new IssueFormSubmitEvent(result.id, result.saved))
      this.outcome = undefined
      this.replaces = ''
      this.follow(result.id, result.settled)
      await this.show(() => (this.submitted = result.id), '#outcome')
    } catch (error) {
      await this.refuse({ ok: false, reason: failureReason(error) })
    } finally {
      this.busy = false
    }
  }

  /** Says which refused report this one is the mended form of; that one may have been discarded elsewhere meanwhile. */
  private async report(client: Client) {
    const consent = givenConsent(statementOf(this.statements.data, PURPOSE), this.draft.agreed)
    const report = toReport(this.draft, this.category, consent)
    if (!this.replaces) return client.report(report)
    const result = await client.report({ ...report, replaces: this.replaces })
    return !result.ok && result.reason === 'not-refused' ? client.report(report) : result
  }

  private follow(id: string, settled: Promise<CommandOutcome<ReportReceipt>>) {
    void settled.then((outcome) => {
      this.dispatchEvent(new IssueFormSettleEvent(id, outcome))
      if (this.submitted === id) this.outcome = outcome
    })
  }

  private async refuse(refusal: CommandRefusal) {
    this.submitted = ''
    const errors: FieldErrors = 'fields' in refusal ? fieldErrors(this.locale, refusal.fields, this.category) : new Map()
    if (errors.size > 0) {
      await this.show(() => (this.errors = errors), '#summary')
    } else {
      const detail = 'detail' in refusal ? refusal.detail : undefined
      await this.show(() => (this.refusal = { reason: refusal.reason, ...(detail ? { detail } : {}) }), '#refusal')
    }
  }

  private readonly locate = () => {
    if (this.locating === 'yes') return
    this.locating = 'yes'
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.locating = 'no'
        this.change({ position: { at: [coords.longitude, coords.latitude], accuracy: coords.accuracy } })
      },
      () => (this.locating = 'failed'),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    )
  }

  private readonly addPhotos = async (files: File[]) => {
    const { t } = this.locale
    const room = MAX_PHOTOS - this.draft.photos.length
    this.photoError = files.length > room ? t.issue.photoTooMany(MAX_PHOTOS) : undefined
    this.preparing = true
    // One after the other: six full-size bitmaps at once are too much for a small phone.
    for (const file of files.slice(0, room)) {
      try {
        const photo = await preparePhoto(file)
        this.change({ photos: [...this.draft.photos, photo] })
      } catch {
        this.photoError = t.issue.photoUnreadable(file.name)
      }
    }
    this.preparing = false
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

  /** Back to the filled form. The refused report stays in the outbox until the mended one takes its place. */
  private readonly edit = () => {
    const { errors = [] } = this.outbox.view.entries.find(({ id }) => id === this.submitted)?.problem ?? {}
    // Where the server asks for other fields than this form did, the categories are no longer what they were.
    if (errors.length > 0) void this.categories.refresh()
    this.replaces = this.submitted
    const back = () => {
      this.submitted = ''
      this.errors = fieldErrors(this.locale, errors, this.category)
    }
    void this.show(back, '#summary, form input, form textarea')
  }

  /** As it is, but as a report of its own, so that its answer comes here. */
  private readonly resend = () => {
    this.replaces = this.submitted
    void this.send()
  }

  private readonly discard = async () => {
    // It may be out already: the sync badge, or another tab, can have been faster.
    await this.connection.client?.outbox.discard(this.submitted).catch(() => {})
    await this.startAgain()
  }

  private async discardOwn(id: string) {
    await this.connection.client?.outbox.discard(id).catch(() => {})
    await this.show(() => {}, '#mine-title')
  }

  private readonly startAgain = async () => {
    const clear = () => {
      this.draft = EMPTY_DRAFT
      this.errors = new Map()
      this.submitted = ''
      this.replaces = ''
      this.outcome = undefined
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
      ${this.submitted ? this.outcomeView() : data ? this.formView(data.categories) : skeleton(locale, 6)} ${this.ownView()}
    `
  }

  private outcomeView() {
    return outcomeView(this.locale, {
      entry: this.outbox.view.entries.find(({ id }) => id === this.submitted),
      outcome: this.outcome,
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
    const { locale, draft, errors, refusal } = this
    const { t, number } = locale
    if (categories.length === 0) return blank(t.issue.noCategories)
    const words = refusal && refusalWords(locale, refusal.reason, refusal.detail)
    return html`<form part="form" novalidate aria-labelledby="title" @submit=${this.onSubmit}>
      ${
        words
          ? html`<div id="refusal" role="alert" tabindex="-1">${notice('bad', words.title, html`<p>${words.hint}</p>`)}</div>`
          : nothing
      }
      ${errorSummary(locale, errors, (id) => focusField(this.renderRoot, id))} ${this.categoryFields(categories)}
      ${this.attributeFields()}
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
      </div>
      ${this.placeFields()}
      ${photoField(locale, {
        photos: draft.photos,
        preparing: this.preparing,
        error: this.photoError ?? errors.get('photos'),
        add: this.addPhotos,
        remove: this.removePhoto,
      })}
      ${statementField(locale, {
        statements: this.statements,
        purpose: PURPOSE,
        agreed: draft.agreed,
        error: errors.get('consent'),
        onChange: (agreed) => this.change({ agreed }),
      })}
      <div class="actions">
        <button type="submit" class="button primary" ?disabled=${this.busy || this.preparing}>
          ${this.busy ? t.issue.sending : t.issue.send}
        </button>
      </div>
    </form>`
  }

  private categoryFields(categories: readonly Category[]) {
    const { locale, draft, errors } = this
    const { t, text } = locale
    const choices = (parentId: string | undefined) =>
      categories.filter((category) => category.parentId === parentId).map(({ id, name }) => ({ value: id, label: text(name) }))
    const error = errors.get('categoryId')
    return html`${choiceField(locale, {
      id: draft.topCategoryId ? 'topCategoryId' : 'categoryId',
      label: t.issue.category,
      error: draft.topCategoryId ? undefined : error,
      choices: choices(undefined),
      values: [draft.topCategoryId],
      onChange: ([topCategoryId = '']) => this.change({ topCategoryId, categoryId: '', attributes: {} }),
    })}
    ${
      draft.topCategoryId
        ? choiceField(locale, {
            id: 'categoryId',
            label: t.issue.subcategory,
            error,
            choices: choices(draft.topCategoryId),
            values: [draft.categoryId],
            onChange: ([categoryId = '']) => this.change({ categoryId, attributes: {} }),
          })
        : nothing
    }`
  }

  private attributeFields() {
    const { locale, draft, errors } = this
    return this.category?.attributes.map((attribute) =>
      attributeField(locale, attribute, draft.attributes[attribute.code], errors.get(`attribute-${attribute.code}`), (value) =>
        this.change({ attributes: { ...this.draft.attributes, [attribute.code]: value } }),
      ),
    )
  }

  private placeFields() {
    const tree = treeOf(this.grids.data)
    return placeField(this.locale, {
      tree: tree === 'broken' ? undefined : tree,
      draft: this.draft,
      locating: this.locating,
      error: this.errors.get('place'),
      textError: this.errors.get('placeText'),
      change: (patch) => this.change(patch),
      locate: this.locate,
    })
  }
}
