import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../../locale.ts'
import { blank } from '../../panels.ts'
import type { PlanNames } from './plan-names.ts'

/** A seat that is given, and the one that is given up for it. */
export interface ChangedSeat {
  slotId: string
  personId: string
  from?: string | undefined
  role?: string | undefined
}

export interface PlanChangesOptions {
  added: readonly ChangedSeat[]
  moved: readonly ChangedSeat[]
  removed: readonly ChangedSeat[]
  kept: number
  names: PlanNames
  /** Part of a name. */
  search: string
  /** How many of a list are shown. */
  shown: number
  on: {
    search(text: string): void
    more(): void
  }
}

/** Who is named, moved and taken off, person by person. */
export function planChanges(locale: Locale, options: PlanChangesOptions): TemplateResult {
  const { t, number } = locale
  const words = t.roster.planning
  const { added, moved, removed, kept, search, on } = options
  const all = added.length + moved.length + removed.length
  if (all === 0) return blank(words.noChanges, words.noChangesHint)
  const lists = [
    list(locale, { title: words.added, tone: 'ok', seats: added }, options),
    list(locale, { title: words.moved, tone: 'wait', seats: moved }, options),
    list(locale, { title: words.removed, tone: 'bad', seats: removed }, options),
  ]
  return html`<div class="field find-name">
      <label for="find-name">${words.search}</label>
      <input
        id="find-name"
        type="search"
        autocomplete="off"
        .value=${search}
        @input=${(event: InputEvent) => on.search((event.target as HTMLInputElement).value)}
      />
    </div>
    ${lists.every((one) => one === nothing) ? html`<p class="muted">${words.noneFound}</p>` : lists}
    <p class="small muted">${words.kept(number(kept))}</p>`
}

interface List {
  title: string
  tone: 'ok' | 'wait' | 'bad'
  seats: readonly ChangedSeat[]
}

function list(locale: Locale, { title, tone, seats }: List, { names, search, shown, on }: PlanChangesOptions) {
  const { t, number } = locale
  const wanted = search.trim().toLowerCase()
  const found = seats
    .map((seat) => ({ ...seat, name: names.person(seat.personId), slot: names.slot(seat.slotId) }))
    .filter(({ name, slot }) => `${name} ${slot?.words ?? ''}`.toLowerCase().includes(wanted))
    .sort(
      (one, other) => (one.slot?.startsAt ?? '').localeCompare(other.slot?.startsAt ?? '') || one.name.localeCompare(other.name),
    )
  if (found.length === 0) return nothing
  return html`<section class="part">
    <h4>${title} <span class="chip ${tone}">${number(found.length)}</span></h4>
    <ul class="rows changes">
      ${found.slice(0, shown).map(
        ({ name, slot, from }) =>
          html`<li>
            <b>${name}</b>
            <span>
              ${slot?.words ?? t.roster.swaps.elsewhere}
              ${
                from === undefined
                  ? nothing
                  : html`<span class="small muted line"
                      >${t.roster.planning.movedFrom(names.slot(from)?.words ?? t.roster.swaps.elsewhere)}</span
                    >`
              }
            </span>
          </li>`,
      )}
    </ul>
    ${
      found.length > shown
        ? html`<button type="button" class="button quiet small" @click=${() => on.more()}>
            ${t.roster.planning.more(number(found.length - shown))}
          </button>`
        : nothing
    }
  </section>`
}
