import type { Id, Localized } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import { organisationLabel } from '../organisations/organisation-label.ts'
import type { ImportedOrganisation, Organisation } from '../schema.ts'
import { ORGANISATION_COLUMNS } from './organisation-columns.ts'
import { personOfRow } from './person-of-row.ts'
import type { RowPerson } from './person-of-row.ts'

/** A row with what its liaison is found by: the normalised text's keyed hash. */
export interface KeyedOrganisation extends ImportedOrganisation {
  liaisonNameKey?: string
  liaisonPhoneKey?: string
  /** Of the staff number in the row's organisation; absent where the organisation is a new one, which employs nobody yet. */
  liaisonStaffKey?: string
}

/** Somebody whom a row may name as a liaison. */
export interface LiaisonPerson extends RowPerson {
  /** Organisations on whose roll they are now, or that know them as their employee. */
  orgIds: readonly Id[]
}

/** Who becomes the liaison of an organisation. */
export interface NewLiaison {
  row: number
  orgId: Id
  name: Localized
  personId: Id
  /** Who was it before. */
  formerId?: Id
}

export interface RowOfOrganisation {
  id: Id
  row: KeyedOrganisation
}

/** Whom rows name as the liaison of their organisation; where no cell says so, whoever it is stays. */
export function liaisonsOf(
  named: readonly RowOfOrganisation[],
  people: readonly LiaisonPerson[],
  errors: CellError[],
): Map<Id, LiaisonPerson> {
  const personOf = personOfRow(people, { columns: COLUMNS, unknown: UNKNOWN })
  const liaisons = new Map<Id, LiaisonPerson>()
  for (const { id, row } of named) {
    if (row.liaisonStaffNumber !== undefined && row.liaisonStaffKey === undefined) {
      errors.push({ row: row.row, column: COLUMNS.staffNumber.zh, code: 'unknown', message: UNKNOWN })
      continue
    }
    const { liaisonId: personId, liaisonNameKey: nameKey, liaisonPhoneKey: phoneKey, liaisonStaffKey: staffKey } = row
    const liaison = personOf({ row: row.row, personId, nameKey, phoneKey, staffKey }, errors)
    if (liaison) liaisons.set(id, liaison)
  }
  return liaisons
}

/** Who becomes a liaison that was not, and which liaisons their organisation does not know: a cadre of its own is to be it. */
export function toldOfLiaisons(
  named: readonly RowOfOrganisation[],
  liaisons: ReadonlyMap<Id, LiaisonPerson>,
  { before, after }: Record<'before' | 'after', ReadonlyMap<Id, Organisation>>,
): { liaisons: NewLiaison[]; notes: Localized[] } {
  const told = named.flatMap(({ id, row }) => {
    const person = liaisons.get(id)
    return person ? [{ row: row.row, person, organisation: after.get(id)!, formerId: before.get(id)?.liaisonId }] : []
  })
  return {
    liaisons: told
      .filter(({ person, formerId }) => person.id !== formerId)
      .map(({ row, person, organisation: { id: orgId, name }, formerId }) => ({
        ...{ row, orgId, name, personId: person.id },
        ...(formerId !== undefined && { formerId }),
      })),
    notes: told
      .filter(({ person, organisation }) => !person.orgIds.includes(organisation.id))
      .map(({ row, organisation }) => noMember(row, organisationLabel(organisation))),
  }
}

const COLUMNS = {
  personId: ORGANISATION_COLUMNS.liaisonId,
  personName: ORGANISATION_COLUMNS.liaisonName,
  phone: ORGANISATION_COLUMNS.liaisonPhone,
  staffNumber: ORGANISATION_COLUMNS.liaisonStaffNumber,
}

// A person's row names their organisation, so neither table can come in whole before the other.
const UNKNOWN = {
  zh: '没有这个人：请先用 wangge import people 导入人员；新组织先不填联络人导入，导入人员后再填写联络人导入一次。',
  en: 'Expected somebody who is in the district: bring people in first (wangge import people); a new organisation comes in without its liaison, then its people, then its liaison.',
}

const noMember = (row: number, { zh, en }: Localized): Localized => ({
  zh: `第 ${row} 行：${zh} 的联络人不在其党员名册上，也未登记为其职工`,
  en: `row ${row}: the liaison of ${en} is neither on its roll nor known as its employee`,
})
