import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { choiceField, selectField } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'

/** What the planner is asked for. */
export interface PlanWishes {
  existing: 'keep' | 'move'
  effort: Effort
}

export type Effort = 'quick' | 'normal' | 'thorough'

/** Seconds. */
export const EFFORT: Readonly<Record<Effort, number>> = { quick: 10, normal: 60, thorough: 300 }

export interface PlanFormOptions {
  wishes: PlanWishes
  /** Whether there is a draft already. */
  isAgain: boolean
  busy: boolean
  on: {
    change(wishes: PlanWishes): void
    make(): void
    /** Absent where there is nothing to go back to. */
    close?: (() => void) | undefined
  }
}

/** How a draft is to be made; both questions have an answer that is right for most. */
export function planForm(locale: Locale, { wishes, isAgain, busy, on }: PlanFormOptions): TemplateResult {
  const words = locale.t.roster.planning
  return html`<form
    class="plan-form"
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      on.make()
    }}
  >
    ${choiceField(locale, {
      id: 'existing',
      label: words.existing,
      hint: wishes.existing === 'move' ? words.moveHint : undefined,
      choices: [
        { value: 'keep', label: words.keep },
        { value: 'move', label: words.move },
      ],
      values: [wishes.existing],
      onChange: ([existing]) => on.change({ ...wishes, existing: existing as PlanWishes['existing'] }),
    })}
    ${selectField(locale, {
      id: 'effort',
      label: words.effort,
      optional: false,
      value: wishes.effort,
      placeholder: words.normal,
      choices: (['quick', 'normal', 'thorough'] as const).map((value) => ({ value, label: words[value] })),
      onChange: (effort) => on.change({ ...wishes, effort: (effort || 'normal') as Effort }),
    })}
    <div class="actions">
      <button type="submit" id="plan-make" class="button primary" ?disabled=${busy}>
        ${isAgain ? words.remake : words.make}
      </button>
      ${on.close ? html`<button type="button" class="button" ?disabled=${busy} @click=${on.close}>${locale.t.roster.close}</button>` : nothing}
    </div>
  </form>`
}
