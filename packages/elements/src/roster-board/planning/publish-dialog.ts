import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import type { PlanComparison } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

export interface PublishDialogOptions {
  comparison: PlanComparison
  /** First and last day, in words. */
  span: readonly [string, string]
  busy: boolean
  /** Why it was not taken. */
  refusal: unknown
  on: {
    publish(): void
    close(): void
  }
}

/** What publishing will do and to how many, before it is done. The browser's own dialog keeps the focus in it and takes Escape. */
export function publishDialog(locale: Locale, { comparison, span, busy, refusal, on }: PublishDialogOptions): TemplateResult {
  const { t, number } = locale
  const words = t.roster.planning
  const { added, moved, removed, unfilled } = comparison
  const missing = unfilled.reduce((sum, one) => sum + one.missing, 0)
  const reached = reachOf(comparison)
  return html`<dialog
    class="dialog"
    id="publish-dialog"
    aria-labelledby="publish-title"
    ${ref(openNow)}
    @cancel=${(event: Event) => {
      event.preventDefault()
      if (!busy) on.close()
    }}
  >
    <h3 id="publish-title" tabindex="-1">${words.publishTitle(...span)}</h3>
    <ul class="effects">
      ${added.length > 0 ? html`<li><span class="chip ok">+${number(added.length)}</span> ${words.publishAdds(number(added.length))}</li>` : nothing}
      ${moved.length > 0 ? html`<li><span class="chip wait">${number(moved.length)}</span> ${words.publishMoves(number(moved.length))}</li>` : nothing}
      ${removed.length > 0 ? html`<li><span class="chip bad">−${number(removed.length)}</span> ${words.publishRemoves(number(removed.length))}</li>` : nothing}
    </ul>
    <p>${words.publishSum(number(reached.people), number(reached.slots))}</p>
    ${missing > 0 ? html`<p class="muted">${words.publishMissing(number(missing))}</p>` : nothing}
    <p class="muted">${words.publishFinal}</p>
    ${refusal}
    <div class="actions">
      <button type="button" class="button primary" id="publish-yes" ?disabled=${busy} @click=${() => on.publish()}>
        ${busy ? words.publishing : words.publishYes}
      </button>
      <button type="button" class="button" id="publish-no" ?disabled=${busy} @click=${() => on.close()}>
        ${words.publishNo}
      </button>
    </div>
  </dialog>`
}

/** Once it is in the page; before that a browser opens none. */
const openNow = (dialog: Element | undefined) =>
  queueMicrotask(() => {
    if (dialog instanceof HTMLDialogElement && dialog.isConnected && !dialog.open) dialog.showModal()
  })

/** How many people and shifts something changes for. */
export function reachOf({ added, moved, removed }: Pick<PlanComparison, 'added' | 'moved' | 'removed'>): {
  people: number
  slots: number
} {
  const all = [...added, ...moved, ...removed]
  return {
    people: new Set(all.map(({ personId }) => personId)).size,
    slots: new Set([...all.map(({ slotId }) => slotId), ...moved.map(({ from }) => from)]).size,
  }
}
