import { normaliseName, normalisePhone } from '@wangge/core/privacy'
import type { PartyStatus } from '@wangge/core/privacy/schema'
import type { Keyring } from './keyring.ts'

/** A person's fields as they came: in plain. */
export interface PlainPerson {
  id: string
  name?: string | null | undefined
  phone?: string | null | undefined
  partyStatus?: string | null | undefined
}

/** The columns of a person's sealed fields. */
export interface SealedPerson {
  name_sealed: string | null
  name_hash: string | null
  phone_sealed: string | null
  phone_hash: string | null
  party_status_sealed: string | null
}

export interface Sealer {
  districtId: string
  keyring: Keyring
}

const present = (text: string | null | undefined): text is string => text !== undefined && text !== null && text !== ''

const placeOf = (districtId: string, column: keyof SealedPerson, id: string) => ({ districtId, table: 'people', column, id })

export const nameHash = (keyring: Keyring, name: string): string => keyring.hash('name', normaliseName(name))
export const phoneHash = (keyring: Keyring, phone: string): string => keyring.hash('phone', normalisePhone(phone))

export function sealPerson({ districtId, keyring }: Sealer, { id, name, phone, partyStatus }: PlainPerson): SealedPerson {
  const seal = (column: keyof SealedPerson, text: string | null | undefined) =>
    present(text) ? keyring.seal(text, placeOf(districtId, column, id)) : null
  return {
    name_sealed: seal('name_sealed', name),
    name_hash: present(name) ? nameHash(keyring, name) : null,
    phone_sealed: seal('phone_sealed', phone),
    phone_hash: present(phone) ? phoneHash(keyring, phone) : null,
    party_status_sealed: seal('party_status_sealed', partyStatus),
  }
}

/** A person's fields in plain, of those that are known. */
export interface OpenedPerson {
  id: string
  name?: string
  phone?: string
  partyStatus?: PartyStatus
}

export function openSealedPerson(
  { districtId, keyring }: Sealer,
  row: { id: string } & Pick<SealedPerson, 'name_sealed' | 'phone_sealed' | 'party_status_sealed'>,
): OpenedPerson {
  const open = (column: 'name_sealed' | 'phone_sealed' | 'party_status_sealed') => {
    const sealed = row[column]
    return sealed === null ? undefined : keyring.open(sealed, placeOf(districtId, column, row.id))
  }
  const name = open('name_sealed')
  const phone = open('phone_sealed')
  const partyStatus = open('party_status_sealed') as PartyStatus | undefined
  return {
    id: row.id,
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
    ...(partyStatus !== undefined && { partyStatus }),
  }
}

/** 工号, sealed for its organisation: the same number elsewhere is somebody else's. */
export function sealStaffNumber({ districtId, keyring }: Sealer, orgId: string, staffNumber: string) {
  const numberHash = staffNumberHash(keyring, orgId, staffNumber)
  return { number_hash: numberHash, number_sealed: keyring.seal(staffNumber, staffNumberPlace(districtId, numberHash)) }
}

export const staffNumberHash = (keyring: Keyring, orgId: string, staffNumber: string): string =>
  keyring.hash('staff-number', `${orgId}\n${staffNumber}`)

export const staffNumberPlace = (districtId: string, numberHash: string) => ({
  districtId,
  table: 'employees',
  column: 'number_sealed',
  id: numberHash,
})

export const birthYearPlace = (districtId: string, personId: string) => ({
  districtId,
  table: 'volunteer_profiles',
  column: 'birth_year_sealed',
  id: personId,
})

export const guardianPlace = (districtId: string, consentId: string) => ({
  districtId,
  table: 'consents',
  column: 'guardian_sealed',
  id: consentId,
})

export const hostNotePlace = (districtId: string, id: string) => ({
  districtId,
  table: 'host_notes',
  column: 'note_sealed',
  id,
})

export type CorrectionColumn = 'reason_sealed' | 'note_sealed' | 'facts_sealed' | 'before_sealed'

export const correctionPlace = (districtId: string, column: CorrectionColumn, id: string) => ({
  districtId,
  table: 'corrections',
  column,
  id,
})
