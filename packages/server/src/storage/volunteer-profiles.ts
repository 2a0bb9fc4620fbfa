import type { VolunteerProfile } from '@wangge/core/roster/schema'
import type { Context } from '../context.ts'
import { birthYearPlace } from '../privacy/sealed-fields.ts'
import type { Tx } from './database.ts'

export interface NewProfile extends Pick<VolunteerProfile, 'skills'> {
  personId: string
  birthYear?: number | undefined
  at: string
}

/** Keeps what a person has said of themselves in place of what they said before; nothing where they said nothing. */
export async function saveProfile(
  tx: Tx,
  { districtId, keyring }: Pick<Context, 'districtId' | 'keyring'>,
  { personId, skills, birthYear, at }: NewProfile,
): Promise<void> {
  const isEmpty = skills.length === 0 && birthYear === undefined
  const row = tx.deleteFrom('volunteer_profiles').where('district_id', '=', districtId).where('person_id', '=', personId)
  await row.execute()
  if (isEmpty) return
  const sealed = birthYear === undefined ? null : keyring.seal(String(birthYear), birthYearPlace(districtId, personId))
  await tx
    .insertInto('volunteer_profiles')
    .values({ district_id: districtId, person_id: personId, skills: [...new Set(skills)], birth_year_sealed: sealed, at })
    .execute()
}
