import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { MOST_NAMED } from '@wangge/core/roster'
import type { OrganisationPeople, SlotRole } from '@wangge/core/roster/schema'
import { selectField } from '../form-fields.ts'
import type { Locale } from '../locale.ts'
import type { BoardSlot } from './week/week-view.ts'

export interface ChosenOptions {
  slot: BoardSlot
  chosen: OrganisationPeople['people']
  role: SlotRole | ''
  busy: boolean
  on: {
    role(role: SlotRole | ''): void
    nameChosen(): void
    inviteChosen(): void
    clearChosen(): void
  }
}

/** What can be done with those who are chosen: it stays in view while the list is gone through. */
export function chosenView(locale: Locale, { slot, chosen, role, busy, on }: ChosenOptions): TemplateResult {
  const { t, number, tag } = locale
  const count = number(chosen.length)
  const names = new Intl.ListFormat(tag).format(chosen.map(({ name }) => name))
  const roles = rolesOf(slot)
  return html`<div class="chosen" part="chosen" role="group" aria-labelledby="chosen-count">
    <div class="chosen-head">
      <p role="status"><b id="chosen-count">${t.roster.several.chosen(count)}</b> <span class="small muted">${names}</span></p>
      <button type="button" class="button quiet" id="clear-chosen" @click=${() => on.clearChosen()}>
        ${t.roster.several.clear}
      </button>
    </div>
    ${
      roles.length > 0
        ? selectField(locale, {
            id: 'chosen-role',
            label: t.roster.several.role,
            optional: false,
            value: role,
            placeholder: t.roster.several.anyRole,
            choices: roles.map((value) => ({ value, label: t.roster.roles[value] })),
            onChange: (value) => on.role(value as SlotRole | ''),
          })
        : nothing
    }
    <div class="chosen-acts">
      <button type="button" class="button primary" id="name-chosen" ?disabled=${busy} @click=${() => on.nameChosen()}>
        ${t.roster.several.name(count)}
      </button>
      <button
        type="button"
        class="button"
        id="invite-chosen"
        aria-describedby="invite-hint"
        ?disabled=${busy}
        @click=${() => on.inviteChosen()}
      >
        ${t.roster.several.invite(count)}
      </button>
    </div>
    <p class="small muted" id="invite-hint">
      ${t.roster.several.inviteHint} ${chosen.length >= MOST_NAMED ? t.roster.several.most(number(MOST_NAMED)) : ''}
    </p>
  </div>`
}

/** What somebody may come as where the shift has a mix: everybody may as a volunteer. */
function rolesOf({ mix = [] }: BoardSlot): SlotRole[] {
  const asked = mix.filter(({ need }) => need > 0).map(({ role }) => role)
  return asked.length === 0 ? [] : [...new Set<SlotRole>([...asked, 'volunteer'])]
}
