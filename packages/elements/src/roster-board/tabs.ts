import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { ariaBool } from '../aria.ts'

export interface Tab {
  id: string
  label: string
  /** How much waits there; nothing is shown of none. */
  count?: string | undefined
  /** @defaultValue `wait`: somebody is to do something about it */
  tone?: 'wait' | 'plain'
}

const STEPS: Record<string, (at: number, length: number) => number> = {
  ArrowLeft: (at, length) => (at + length - 1) % length,
  ArrowRight: (at, length) => (at + 1) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
}

/** Views beside each other, as the APG tabs pattern has them: one stop of Tab, arrows go on and show at once. */
export function tabList(
  label: string,
  tabs: readonly Tab[],
  shown: string,
  show: (id: string) => void,
  panel = 'view',
): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next =
      tabs[
        step(
          tabs.findIndex(({ id }) => id === shown),
          tabs.length,
        )
      ]!
    show(next.id)
    const list = event.currentTarget as Element
    list.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus()
  }
  return html`<div class="tabs" role="tablist" aria-label=${label} part="tabs" @keydown=${onKey}>
    ${tabs.map(
      ({ id, label: name, count, tone = 'wait' }) =>
        html`<button
          type="button"
          role="tab"
          id="tab-${id}"
          class="tab"
          aria-selected=${ariaBool(id === shown)}
          aria-controls=${panel}
          tabindex=${id === shown ? 0 : -1}
          @click=${() => show(id)}
        >
          ${name}${count ? html` <span class="chip ${tone}">${count}</span>` : nothing}
        </button>`,
    )}
  </div>`
}
