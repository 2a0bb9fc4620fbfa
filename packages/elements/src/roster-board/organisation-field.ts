import { nothing } from 'lit'
import { selectField } from '../form-fields.ts'
import type { Board } from './board.ts'

/** Whose people it is about, where there is more than one organisation to choose from. */
export function organisationField({ locale, organisation, organisations, chooseOrganisation }: Board): unknown {
  if (organisations.length < 2) return nothing
  const { t } = locale
  return selectField(locale, {
    id: 'org',
    label: t.roster.organisation,
    optional: false,
    value: organisation,
    placeholder: t.roster.chooseOrganisation,
    choices: organisations.map(({ id, name }) => ({ value: id, label: name })),
    onChange: chooseOrganisation,
  })
}
