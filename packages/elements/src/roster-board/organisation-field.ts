import { nothing } from 'lit'
import { selectField } from '../form-fields.ts'
import type { Board } from './board.ts'

/**
 * Whose people it is about, where it is not the only organisation to choose from.
 * @param date local date that it is for, or the first of several; absent for any
 */
export function organisationField(board: Board, date?: string): unknown {
  const { locale, organisation, chooseOrganisation } = board
  const organisations = board.organisationsOn(date)
  const isChosen = organisations.some(({ id }) => id === organisation)
  if (organisations.length === 0 || (organisations.length === 1 && isChosen)) return nothing
  const { t } = locale
  return selectField(locale, {
    id: 'org',
    label: t.roster.organisation,
    optional: false,
    value: isChosen ? organisation : '',
    placeholder: t.roster.chooseOrganisation,
    choices: organisations.map(({ id, name }) => ({ value: id, label: name })),
    onChange: chooseOrganisation,
  })
}
