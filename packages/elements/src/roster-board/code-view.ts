import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Snapshot } from '@wangge/core/client'
import type { ShiftCode } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice, skeleton } from '../panels.ts'
import type { CodePhase } from './code-desk.ts'
import type { QrPicture } from './qr-picture.ts'
import type { BoardPost, BoardSlot } from './week/week-view.ts'

export interface CodeViewOptions {
  slot: BoardSlot
  post: BoardPost
  phase: CodePhase
  /** When people may check in, and until when out: epoch milliseconds. */
  opens: number
  closes: number
  isShown: boolean
  /** Whether it fills the window. */
  isFull: boolean
  /** Absent where none holds. */
  code: ShiftCode | undefined
  /** Absent also until it is drawn. */
  picture: QrPicture | undefined
  error: Snapshot<unknown>['error']
  /** What draws it did not come. */
  isUndrawable: boolean
  on: {
    show(): void
    hide(): void
    full(isFull: boolean): void
    retry(): void
  }
}

/** The check-in code of a shift: when it may be shown, the button that shows it, and the picture. */
export function codeView(locale: Locale, options: CodeViewOptions): TemplateResult {
  const { t, dateTime } = locale
  const { phase, opens, closes, isShown, on } = options
  const { code: words } = t.roster
  if (phase === 'before') return html`<p class="code-hint muted">${icons.clock()} ${words.opens(dateTime(opens))}</p>`
  if (phase === 'over') return html`<p class="code-hint muted">${icons.clock()} ${words.closed(dateTime(closes))}</p>`
  if (!isShown) {
    return html`<div class="actions">
      <button type="button" class="button" id="code-show" @click=${() => on.show()}>${icons.qr()}${words.show}</button>
    </div>`
  }
  return shownView(locale, options)
}

function shownView(locale: Locale, options: CodeViewOptions): TemplateResult {
  const { code: words } = locale.t.roster
  const { isFull, on, slot, post } = options
  const open = (event: MouseEvent) => {
    on.full(true)
    // Focus goes in, and back to the button when it closes.
    dialogBeside(event.currentTarget as Element)?.showModal()
  }
  return html`<section class="code" part="code" aria-labelledby="code-title">
    <div class="panel-head">
      <h4 id="code-title" tabindex="-1">${words.title}</h4>
      <button type="button" class="button quiet" @click=${() => on.hide()}>${words.hide}</button>
    </div>
    <div class="actions"><button type="button" class="button" id="code-full" @click=${open}>${words.full}</button></div>
    ${isFull ? nothing : html`${codePicture(locale, options)}${facts(locale, options)}`}
    <dialog class="code-window" part="code-window" aria-labelledby="code-window-title" @close=${() => on.full(false)}>
      ${
        isFull
          ? html`<div class="code-window-head">
                <div>
                  <h4 id="code-window-title">${locale.text(post.name)}</h4>
                  <p>${locale.day(slot.startsAt)} ${locale.time(slot.startsAt)}–${locale.time(slot.endsAt)}</p>
                </div>
                <button
                  type="button"
                  class="button"
                  @click=${(event: MouseEvent) => (event.currentTarget as Element).closest('dialog')?.close()}
                >
                  ${words.leaveFull}
                </button>
              </div>
              ${codePicture(locale, options)}${facts(locale, options)}`
          : nothing
      }
    </dialog>
  </section>`
}

const dialogBeside = (button: Element) => button.closest('.code')?.querySelector('dialog')

/** Dark on light in every theme: many a camera reads it no other way round. */
function codePicture(locale: Locale, { code, picture, error, isUndrawable, post, on }: CodeViewOptions): TemplateResult {
  const { t, text } = locale
  const { code: words } = t.roster
  if (code && picture) {
    const { size, shape } = picture
    return html`<svg
      class="qr"
      part="qr"
      role="img"
      aria-label=${words.picture(text(post.name))}
      viewBox="0 0 ${size} ${size}"
      shape-rendering="crispEdges"
    >
      <rect width=${size} height=${size} />
      ${shape}
    </svg>`
  }
  if (!error && !isUndrawable) return skeleton(locale, 3)
  const { title, hint } = t.problemOf(error)
  return html`<div role="alert">
    ${notice(
      'bad',
      words.failed,
      html`<p>${title}${t.colon}${hint}</p>
        <div class="actions"><button type="button" class="button" @click=${() => on.retry()}>${t.retry}</button></div>`,
    )}
  </div>`
}

function facts({ t, number, clock }: Locale, { code, error }: CodeViewOptions) {
  if (!code) return nothing
  const { code: words } = t.roster
  return html`<div class="code-facts">
    <p role="status"><b>${words.present(number(code.checkedIn), number(code.seated))}</b></p>
    <p class="muted">${words.until(clock(code.until))}</p>
    ${error ? html`<p role="status"><span class="chip wait">${words.notRenewed}</span></p>` : nothing}
    <p class="muted small">${words.how}</p>
    <details class="small">
      <summary>${words.address}</summary>
      <a href=${code.url} target="_blank" rel="noreferrer">${code.url}</a>
    </details>
  </div>`
}
