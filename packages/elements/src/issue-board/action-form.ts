import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { stepOf, tellsReporter } from '@wangge/core/issue'
import type { Assignee, Category, IssueAction, Publication } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import { describedBy, errorSummary, field, focusField, textArea, textField } from '../form-fields.ts'
import type { FieldErrors } from '../form-fields.ts'
import { MAX_PHOTOS, photoField } from '../photos/photo-field.ts'
import { preparePhoto } from '../photos/photo.ts'
import { draftErrors, emptyDraft, takesAssignee, takesPhotos, unitOf } from './action-draft.ts'
import type { ActionDraft, ActionSubject } from './action-draft.ts'
import { correctionFields } from './correction-fields.ts'
import type { Desk } from './desk.ts'
import { partsField } from './publication-view.ts'

const REASON_LENGTH = 500

export interface FormOptions {
  subject: ActionSubject
  /** Whom it can be given to. */
  posts: readonly { value: string; label: string }[]
  /** What it can be merged into, the likeliest first. */
  targets: readonly { id: string; label: string; isLikely: boolean }[]
  /** As what it can be corrected; of several at once none. */
  categories?: readonly Category[]
  isBusy: boolean
  send: (draft: ActionDraft) => void
}

/** The step that is being written, with the fields that it needs. */
export class ActionForm {
  draft: ActionDraft | undefined
  private readonly desk: Desk
  private readonly cancelled: () => void
  private errors: FieldErrors = new Map()
  private photoError: string | undefined
  private preparing = false

  constructor(desk: Desk, cancelled: () => void) {
    this.desk = desk
    this.cancelled = cancelled
  }

  begin(action: IssueAction, { to = '', publication }: { to?: string; publication?: Publication } = {}) {
    this.draft = { ...emptyDraft(action, publication), to }
    this.errors = new Map()
    this.photoError = undefined
    void this.focus(this.desk.host.renderRoot, '#step-title')
  }

  end() {
    this.draft = undefined
    this.desk.host.requestUpdate()
  }

  private async focus(root: ParentNode, selector: string) {
    this.desk.host.requestUpdate()
    await this.desk.host.updateComplete
    root.querySelector<HTMLElement>(selector)?.focus()
  }

  private write(change: Partial<ActionDraft>) {
    if (this.draft) this.draft = { ...this.draft, ...change }
    this.desk.host.requestUpdate()
  }

  private readonly addPhotos = async (files: File[]) => {
    const { t } = this.desk.locale
    this.preparing = true
    this.photoError = undefined
    this.desk.host.requestUpdate()
    for (const file of files) {
      const { draft } = this
      if (!draft) break
      if (draft.photos.length >= MAX_PHOTOS) {
        this.photoError = t.issue.photoTooMany(MAX_PHOTOS)
        break
      }
      try {
        const photo = await preparePhoto(file)
        if (this.draft) this.write({ photos: [...this.draft.photos, photo] })
      } catch {
        this.photoError = t.issue.photoUnreadable(file.name)
      }
    }
    this.preparing = false
    this.desk.host.requestUpdate()
  }

  private readonly onSubmit = (event: SubmitEvent, { subject, send }: FormOptions) => {
    event.preventDefault()
    if (!this.draft) return
    this.errors = draftErrors(this.desk.locale, this.draft, subject)
    if (this.errors.size > 0) return void this.focus(this.desk.host.renderRoot, '#summary')
    send(this.draft)
  }

  render(options: FormOptions): TemplateResult | typeof nothing {
    const { draft } = this
    if (!draft) return nothing
    const { locale, host } = this.desk
    const { t } = locale
    const { action } = draft
    const { needs = [] } = stepOf(options.subject.state, action) ?? {}
    const name = t.board.actions[action]
    return html`<form class="step" part="step" novalidate @submit=${(event: SubmitEvent) => this.onSubmit(event, options)}>
      <h4 id="step-title" tabindex="-1">${name}</h4>
      ${errorSummary(locale, this.errors, (id) => focusField(host.renderRoot, id))}
      ${takesAssignee(action) ? this.assigneeField(draft, options) : nothing}
      ${action === 'merge' ? this.targetField(draft, options) : nothing}
      ${action === 'correct' ? correctionFields(this.desk, { draft, options, errors: this.errors, write: (change) => this.write(change) }) : nothing}
      ${action === 'extend' ? this.amountField(draft, options) : nothing}
      ${action === 'suspend' ? this.untilField(draft) : nothing}
      ${partsField(locale, { draft, subject: options.subject, errors: this.errors, write: (parts) => this.write({ parts }) })}
      ${textArea(locale, {
        id: 'reason',
        label:
          action === 'resolve' ? t.board.result : needs.includes('reason') && action !== 'note' ? t.board.reason : t.board.remark,
        hint: tellsReporter(action) ? t.board.readByReporter(takesPhotos(action)) : t.board.readByStaff,
        optional: !needs.includes('reason'),
        error: this.errors.get('reason'),
        value: draft.reason,
        maxLength: REASON_LENGTH,
        onInput: (reason) => this.write({ reason }),
      })}
      ${
        takesPhotos(action)
          ? photoField(locale, {
              photos: draft.photos,
              preparing: this.preparing,
              error: this.photoError,
              add: (files) => void this.addPhotos(files),
              remove: (photo) => this.write({ photos: draft.photos.filter((one) => one !== photo) }),
            })
          : nothing
      }
      <div class="actions">
        <button type="submit" class="button primary" id="send" ?disabled=${options.isBusy || this.preparing}>
          ${options.isBusy ? t.board.sending : t.board.confirm(name)}
        </button>
        <button type="button" class="button" id="cancel" @click=${this.cancelled}>${t.board.cancel}</button>
      </div>
    </form>`
  }

  private assigneeField({ to }: ActionDraft, { posts }: FormOptions) {
    const { locale, organisations } = this.desk
    const { t } = locale
    const error = this.errors.get('to')
    const options = { id: 'to', label: t.board.to, error }
    const choice = (value: string, label: string) => html`<option value=${value} ?selected=${value === to}>${label}</option>`
    return field(
      locale,
      options,
      html`<select
        id="to"
        aria-required="true"
        aria-invalid=${ariaBool(error !== undefined)}
        aria-describedby=${describedBy(options)}
        .value=${live(to)}
        @change=${(event: Event) => this.write({ to: (event.target as HTMLSelectElement).value })}
      >
        ${choice('', t.board.pick)}
        <optgroup label=${t.board.places}>${posts.map(({ value, label }) => choice(value, label))}</optgroup>
        ${
          organisations.length > 0
            ? html`<optgroup label=${t.board.organisations}>
                ${organisations.map(({ id, name }) => choice(`org:${id}`, name))}
              </optgroup>`
            : nothing
        }
      </select>`,
    )
  }

  private targetField({ into }: ActionDraft, { targets }: FormOptions) {
    const { locale } = this.desk
    const { t } = locale
    const error = this.errors.get('into')
    const options = { id: 'into', label: t.board.into, error, ...(targets.length === 0 && { hint: t.board.noOther }) }
    const choice = ({ id, label }: FormOptions['targets'][number]) =>
      html`<option value=${id} ?selected=${id === into}>${label}</option>`
    const likely = targets.filter(({ isLikely }) => isLikely)
    const others = targets.filter(({ isLikely }) => !isLikely)
    return field(
      locale,
      options,
      html`<select
        id="into"
        aria-required="true"
        aria-invalid=${ariaBool(error !== undefined)}
        aria-describedby=${describedBy(options)}
        .value=${live(into)}
        @change=${(event: Event) => this.write({ into: (event.target as HTMLSelectElement).value })}
      >
        <option value="" ?selected=${into === ''}>${t.board.pick}</option>
        ${likely.length > 0 ? html`<optgroup label=${t.board.likely}>${likely.map(choice)}</optgroup>` : nothing}
        ${others.map(choice)}
      </select>`,
    )
  }

  private untilField({ until }: ActionDraft) {
    const { locale } = this.desk
    const { t } = locale
    return textField(locale, {
      id: 'until',
      type: 'date',
      label: t.board.suspendedTo,
      hint: t.board.suspendedToHint,
      error: this.errors.get('until'),
      value: until,
      onInput: (value) => this.write({ until: value }),
    })
  }

  private amountField({ amount }: ActionDraft, { subject }: FormOptions) {
    const { locale } = this.desk
    const { t } = locale
    return textField(locale, {
      id: 'amount',
      label: t.board.more(t.board.units[unitOf(subject)]),
      error: this.errors.get('amount'),
      inputmode: 'numeric',
      value: amount,
      onInput: (value) => this.write({ amount: value }),
    })
  }
}

/** How a post is chosen from a list, and whether nobody holds it. */
export const postChoices = (desk: Desk, posts: readonly (Assignee & { gridId: string })[], vacant: readonly string[] = []) =>
  posts.map((post) => ({ value: `grid:${post.gridId}`, label: postName(desk, post, vacant.includes(post.gridId)) }))

/** Whose post it is, and whether nobody holds it. */
export const postName = (desk: Desk, post: Assignee, isVacant = false): string =>
  isVacant ? desk.locale.t.board.vacant(desk.holderOf(post)) : desk.holderOf(post)
