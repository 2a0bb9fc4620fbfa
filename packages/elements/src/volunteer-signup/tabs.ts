import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../locale.ts'

const TABS = ['shifts', 'duties', 'hours'] as const
export type Tab = (typeof TABS)[number]

export interface TabsOptions {
  shown: Tab
  /** How many duties ask for something now. */
  todo: number
  goTo: (tab: Tab) => void
}

/** The three pages of the element, one of them shown. */
export function tabs({ t, number }: Locale, { shown, todo, goTo }: TabsOptions): TemplateResult {
  return html`<nav class="tabs" part="tabs" aria-label=${t.signup.tabsLabel}>
    ${TABS.map(
      (tab) =>
        html`<button type="button" data-tab=${tab} aria-current=${shown === tab ? 'page' : 'false'} @click=${() => goTo(tab)}>
          ${t.signup.tabs[tab]}
          ${
            tab === 'duties' && todo > 0
              ? html`<span class="count" aria-hidden="true">${number(todo)}</span
                  ><span class="hidden-visually">${t.signup.todo(number(todo))}</span>`
              : nothing
          }
        </button>`,
    )}
  </nav>`
}
