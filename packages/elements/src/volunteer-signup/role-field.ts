import { nothing } from 'lit'
import type { SlotRole, SlotView } from '@wangge/core/roster/schema'
import { choiceField } from '../form-fields.ts'
import type { Locale } from '../locale.ts'

export interface RoleFieldOptions {
  /** Empty for whatever the slot needs. */
  wanted: SlotRole | ''
  onChange: (role: SlotRole | '') => void
}

/** What one comes as, where the slot asks for certain roles. */
export function roleField(locale: Locale, { mix = [] }: SlotView, { wanted, onChange }: RoleFieldOptions): unknown {
  const { t } = locale
  if (mix.length === 0) return nothing
  const roles = [...new Set(mix.map(({ role }) => role))]
  return choiceField(locale, {
    id: 'role',
    label: t.signup.role,
    hint: t.signup.roleHint,
    choices: [{ value: '', label: t.signup.anyRole }, ...roles.map((role) => ({ value: role, label: t.roster.roles[role] }))],
    values: [wanted],
    onChange: ([role]) => onChange(roles.find((one) => one === role) ?? ''),
  })
}
