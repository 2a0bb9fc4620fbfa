import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Client, CommandAccepted, CommandRefusal } from '@wangge/core/client'
import type { Category, IssueTrack, ReporterAction, ReporterStepCommand } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import { CommandController } from '../controllers/command-controller.ts'
import { OutboxController } from '../controllers/outbox-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { focusField } from '../form-fields.ts'
import { freshness, notice, problem, skeleton, unconnected } from '../panels.ts'
import { PhotoBox } from '../photos/photo-box.ts'
import { WgElement } from '../wg-element.ts'
import { codeView } from './code-view.ts'
import type { FoundReceipt } from './find-receipt.ts'
import { IssueTrackOpenEvent, IssueTrackStepEvent } from './events.ts'
import { IssuePhotos } from './issue-photos.ts'
import { styles } from './issue-track.styles.ts'
import { findReceipt } from './find-receipt.ts'
import { photosAfter, photosBefore, photosOfStep, photosView } from './photos-view.ts'
import { progressView } from './progress-view.ts'
import { emptyStep, stepForm, takesPhotos } from './step-form.ts'
import type { StepDraft } from './step-form.ts'
import { timelineView } from './timeline-view.ts'
import { unsentView } from './unsent-view.ts'

export { IssueTrackOpenEvent, IssueTrackStepEvent }

/**
 * Follows an issue by its receipt code, without an account: how far it is in the words of public counters, each step with its
 * time, photos before and after; and what whoever reported it may do: confirm, rate, have it reopened, add something. What was
 * reported on this device is there to be chosen, and is shown without a connection as it was last known.
 *
 * @element wg-issue-track
 * @attr {string} code - Receipt code of the issue; else the person is asked for it.
 * @attr {string} endpoint - Address of the district's server; else the provider's.
 * @attr {string} site-key - Public key of the embedding site; else the provider's.
 * @attr {string} lang - Language; else the provider's, else the nearest ancestor's.
 * @attr {'light'|'dark'|'auto'} theme - Theme; else the provider's.
 * @attr {'none'} heading - Hides the element's title where the page has one above it.
 * @attr {string} token-url - Address of the page's own site that says who is there; else the provider's.
 * @prop {Function} token - The same as a function that resolves to the token; goes before `token-url`.
 * @prop {Client} client - A client of the host's own; goes before `endpoint`.
 * @fires {IssueTrackOpenEvent} wg-issue-track-open - A person looked an issue up.
 * @fires {IssueTrackStepEvent} wg-issue-track-step - A person rated, reopened, confirmed or remarked: `issueId`, `action`, `saved`.
 * @csspart base - The ground everything stands on.
 * @csspart code - The form for the code.
 * @csspart mine - The reports made on this device.
 * @csspart progress - How far it is.
 * @csspart photos - The photos before and after.
 * @csspart timeline - What happened.
 * @csspart actions - What the person may do.
 * @csspart as-of - When what is shown was current.
 * @cssprop --wg-accent - Colour of what can be done.
 */
export class IssueTrackElement extends WgElement {
  static override styles = styles

  /** Receipt code of the issue that is shown; empty to ask for one. */
  @property() code = ''

  @state() private typed = ''
  @state() private codeError = ''
  @state() private draft: StepDraft | undefined
  @state() private stepErrors: ReadonlySet<string> = new Set()
  /** Something that was sent here has arrived. */
  @state() private arrived = false

  private readonly track = new ResourceController(
    this,
    () => [this.connection.client, this.receipt],
    (client: Client, code) => client.trackIssue(code),
  )
  private readonly own = new ResourceController(
    this,
    () => [this.connection.client, 'own'],
    (client: Client) => client.myReports(),
  )
  private readonly categories = new ResourceController(
    this,
    () => [this.connection.client, 'categories'],
    (client: Client) => client.categories(),
  )
  private readonly outbox = new OutboxController(this, () => this.connection.client)
  private readonly command = new CommandController(this, () => this.locale)
  private readonly photos = new IssuePhotos(this, () => {
    const { data } = this.track
    return {
      client: this.connection.client,
      receipt: this.receipt ?? '',
      photos: data ? [...photosBefore(data), ...photosAfter(data), ...data.steps.flatMap(photosOfStep)] : [],
    }
  })
  private readonly photoBox = new PhotoBox(this, {
    locale: () => this.locale,
    photos: () => this.draft?.photos ?? [],
    change: (photos) => (this.draft = this.draft && { ...this.draft, photos }),
  })

  private get found(): FoundReceipt {
    return findReceipt(this.code, this.own.data ?? [])
  }

  private get receipt(): string | undefined {
    const { found } = this
    return found.ok ? found.receipt : undefined
  }

  private categoryOf(id: string): Category | undefined {
    return this.categories.data?.categories.find((category) => category.id === id)
  }

  private async show(change: () => void, focus: string) {
    change()
    await this.updateComplete
    focusField(this.renderRoot, focus)
  }

  private type(text: string) {
    this.typed = text
    this.codeError = ''
  }

  private readonly look = () => {
    const found = findReceipt(this.typed, this.own.data ?? [])
    if (!found.ok) return void this.show(() => (this.codeError = this.locale.t.track.codeWrong[found.reason](found.came)), 'code')
    this.open(found.receipt)
  }

  private open(code: string) {
    this.code = code
    this.codeError = ''
    this.leaveStep()
    this.dispatchEvent(new IssueTrackOpenEvent())
  }

  private readonly other = () => {
    const ask = () => {
      this.code = ''
      this.typed = ''
      this.leaveStep()
    }
    void this.show(ask, 'code')
  }

  private leaveStep() {
    this.draft = undefined
    this.stepErrors = new Set()
    this.arrived = false
    this.command.clear()
  }

  private readonly edit = (draft: StepDraft | undefined) => {
    const isOther = draft?.action !== this.draft?.action
    const change = () => {
      this.draft = draft
      this.arrived = false
      if (isOther) this.stepErrors = new Set()
    }
    if (!isOther) return change()
    void this.show(change, !draft ? 'steps-title' : draft.action === 'rate' ? 'rating' : 'words')
  }

  private readonly verify = () => this.take('verify', (client, seen) => client.verifyIssue(seen))

  private readonly sendStep = () => {
    const { draft } = this
    if (!draft) return
    const { action, rating, words, replaces } = draft
    const photos = draft.photos.map(({ blob }) => blob)
    void this.take(action, (client, issue) => {
      const seen = { ...issue, ...(replaces && { replaces }) }
      if (action === 'rate') return client.rateIssue({ ...seen, rating, ...(words.trim() ? { words } : {}) })
      const said = { ...seen, words, photos }
      return action === 'reopen' ? client.reopenIssue(said) : client.remarkOnIssue(said)
    })
  }

  /** Sends one step on what is shown now. */
  private async take(
    action: ReporterAction,
    send: (
      client: Client,
      seen: { receipt: string; issueId: string; version: number },
    ) => Promise<CommandAccepted<IssueTrack> | CommandRefusal>,
  ) {
    const { client } = this.connection
    const { data } = this.track
    const { receipt } = this
    if (!client || !data || !receipt) return
    const { id: issueId, version } = data
    let wrong: readonly string[] = []
    const result = await this.command.run('step', async () => {
      const told = await send(client, { receipt, issueId, version })
      if (!told.ok && 'fields' in told) wrong = told.fields.map(({ path }) => String(path[0]))
      return told
    })
    if (wrong.length > 0) {
      this.command.clear()
      const first = wrong.includes('rating') ? 'rating' : 'words'
      return this.show(() => (this.stepErrors = new Set(wrong)), first)
    }
    if (!result) return
    this.dispatchEvent(new IssueTrackStepEvent(issueId, action, result.saved))
    void result.settled.then(({ state: settled }) => {
      if (settled === 'acknowledged') this.arrived = true
      void this.track.refresh()
    })
    await this.show(() => this.leaveStep(), 'about')
  }

  override render() {
    return this.ground(html`<section class="card" aria-labelledby="title">${this.content()}</section>`)
  }

  private content() {
    const { locale } = this
    const { t } = locale
    if (!this.connection.client) return unconnected(locale)
    return html`<header>
        <h2 id="title" class="title" tabindex="-1">${t.track.title}</h2>
        ${this.code ? nothing : html`<p class="muted">${t.track.lead}</p>`}
      </header>
      ${this.code ? this.issueView() : this.codeView()}`
  }

  private codeView() {
    return codeView(this.locale, {
      typed: this.typed,
      error: this.codeError || undefined,
      own: this.own.data ?? [],
      categoryOf: (id) => this.categoryOf(id),
      type: (text) => this.type(text),
      look: this.look,
      open: (receipt) => this.open(receipt),
    })
  }

  private issueView() {
    const { locale } = this
    const { t } = locale
    const { data, snapshot } = this.track
    const { found } = this
    if (!found.ok || snapshot.error?.problem === 'unknown-receipt') {
      const words = !found.ok
        ? t.track.codeWrong[found.reason](found.came)
        : found.isNumber
          ? t.track.numberUnknown
          : t.track.codeUnknown
      return html`<div role="alert">${notice('bad', words)}</div>
        ${this.otherView()}`
    }
    if (!data && snapshot.error) {
      return html`${problem(locale, snapshot.error, () => void this.track.refresh())} ${this.otherView()}`
    }
    return data ? this.trackView(data) : skeleton(locale, 5)
  }

  private trackView(track: IssueTrack) {
    const { locale } = this
    const { t } = locale
    const { description, placeText, categoryId, steps } = track
    return html`${progressView(locale, track, this.categoryOf(categoryId), this.receipt ?? this.code)} ${this.unsentView(track)}
      ${stepForm(locale, {
        track,
        waiting: this.stepsOf(track)
          .filter(({ state: sent }) => sent !== 'refused')
          .map(({ body }) => (body as ReporterStepCommand).action),
        draft: this.draft,
        errors: this.stepErrors,
        busy: this.command.busy !== '',
        refused: this.command.view('step'),
        photos: this.photoBox,
        removePhoto: (photo) => void this.show(() => this.photoBox.remove(photo), 'photo-files'),
        change: this.edit,
        send: this.sendStep,
        verify: () => void this.verify(),
      })}
      ${photosView(locale, track, this.photos)} ${timelineView(locale, steps, this.photos)}
      <section aria-labelledby="said-title">
        <h3 id="said-title" class="sub">${t.track.reported}</h3>
        <p class="said">${description}</p>
        ${placeText ? html`<p class="small muted">${placeText}</p>` : nothing}
      </section>
      <footer>${freshness(locale, this.track.snapshot)} ${this.otherView()}</footer>`
  }

  private stepsOf({ id }: IssueTrack): OutboxEntry[] {
    return this.outbox.view.entries.filter(({ kind, subject }) => kind === 'reporter-step' && subject === id)
  }

  /** What was done here and the server has not settled, or has refused. */
  private unsentView(track: IssueTrack) {
    return unsentView(this.locale, {
      entries: this.stepsOf(track),
      durable: this.outbox.view.durable,
      arrived: this.arrived,
      sendNow: () => this.connection.client?.outbox.sendNow(),
      edit: (entry) => void this.mend(entry),
      discard: (entry) => void this.connection.client?.outbox.discard(entry.id).catch(() => {}),
    })
  }

  /** A refused step back into its form. */
  private async mend({ id, body }: OutboxEntry) {
    const { action, rating = 0, reason: words = '', version } = body as ReporterStepCommand
    if (action === 'verify') return
    // Where what it was refused for has not been heard of here, the mended one would be refused for the same.
    if (this.track.data?.version === version) await this.track.refresh()
    const kept = takesPhotos(action) ? await this.connection.client?.outbox.photos(id) : []
    const photos = await this.photoBox.ready(kept ?? [])
    this.edit({ ...emptyStep(action), rating, words, photos, replaces: id })
  }

  private otherView() {
    return html`<button type="button" class="button quiet" @click=${this.other}>${this.locale.t.track.other}</button>`
  }
}
