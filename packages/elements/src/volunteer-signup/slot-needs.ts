import { html, nothing } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'

/** Whom a slot asks for: roles with what is taken of them, skills, the least age; and whether somebody is missed at short notice. */
export function slotNeeds(locale: Locale, { mix = [], skills = [], minAge, relief = 0 }: SlotView): unknown {
  const { t, number } = locale
  const roles = mix.map(({ role, need, taken }) => {
    const name = t.roster.roles[role]
    return taken === undefined ? t.signup.mixNeed(name, number(need)) : t.signup.mix(name, number(taken), number(need))
  })
  const asked = [...skills.map(t.roster.skill), ...(minAge === undefined ? [] : [t.roster.minAge(number(minAge))])]
  if (roles.length + asked.length + relief === 0) return nothing
  return html`<div class="needs small">
    ${roles.length > 0 ? html`<span>${roles.join(' · ')}</span>` : nothing}
    ${asked.length > 0 ? html`<span class="asks">${t.signup.asks}${t.colon}${asked.join('、')}</span>` : nothing}
    ${relief > 0 ? html`<span class="chip wait">${t.signup.relief(number(relief))}</span>` : nothing}
  </div>`
}
