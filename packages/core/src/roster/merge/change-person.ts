import type { Id, Localized } from '../../schema.ts'
import { isMinor } from '../fitness.ts'
import type { PersonRecord } from './person-record.ts'

/** What of somebody a change is decided by. */
export interface PersonToChange extends Pick<
  PersonRecord,
  'id' | 'isNamedByHost' | 'phoneKey' | 'minor' | 'partyStatus' | 'consents' | 'profile'
> {
  /** As it is written; absent where none is known. */
  name?: string
}

/** An id that stands for nobody by itself any more. */
export type GonePerson = { id: Id } & ({ mergedInto: Id } | { isErased: true })

/** What is to stand of somebody; what is left out stays. */
export interface PersonChange {
  /** As it is to be written. */
  name?: string
  /** Normalised, or its keyed hash; null takes the number away. */
  phoneKey?: string | null
  minor?: boolean
}

export interface ChangePersonContext {
  /** Epoch milliseconds. */
  now: number
  /** IANA zone by whose calendar an age is counted. */
  timeZone: string
  /** Who has the number that is to be the person's, where somebody has. */
  phoneHolder?: Pick<PersonRecord, 'id' | 'isNamedByHost'>
}

export type ChangedField = 'name' | 'phone' | 'minor'

/** Why a change cannot be; the message says what would make it possible. */
export type ChangePersonRefusal = { message: Localized } & (
  | { reason: 'person-merged'; personId: Id }
  /** Of these two, one number: whose record would stay, and whose would become part of it, where they are one person. */
  | { reason: 'phone-taken'; personIds: [keep: Id, gone: Id] }
  | { reason: 'erased' | 'under-age-by-birth-year' | 'guardian-consent-required' }
)

export type ChangePersonResult =
  /** Fields that are to be written; none where all of it is on record. */
  | { ok: true; changed: ChangedField[]; notes: Localized[] }
  /** All that is in the way; nothing is to be written. */
  | { ok: false; refusals: ChangePersonRefusal[] }

/**
 * What a correction of one person has to write: a name spelt wrong or taken anew, a number that is another's now, somebody
 * who has come of age. An import leaves all that to this, for a whole table is no word on one of its people. The district's
 * own word goes before a host's, so a name that is said again is kept as its own. A number is one person's; a minor's political
 * status is kept by their guardian's separate consent only (PIPL art. 29 and 31), and nobody is of age by whose own word of
 * the year of birth they are not.
 */
export function changePerson(
  person: PersonToChange | GonePerson,
  change: PersonChange,
  context: ChangePersonContext,
): ChangePersonResult {
  if ('mergedInto' in person) return { ok: false, refusals: [mergedAway(person.id, person.mergedInto)] }
  if ('isErased' in person) return { ok: false, refusals: [ERASED] }
  const changed = changedFields(person, change)
  const refusals = changed.flatMap((field) => refusalOf(field, person, change, context) ?? [])
  if (refusals.length > 0) return { ok: false, refusals }
  const takesGuardian = changed.includes('minor') && change.minor === true && !isAgreedByGuardian(person, 'volunteer-duty')
  return { ok: true, changed, notes: takesGuardian ? [NO_DUTY_UNTIL_GUARDIAN] : [] }
}

function changedFields(person: PersonToChange, { name, phoneKey, minor }: PersonChange): ChangedField[] {
  const isOtherName = name !== undefined && (name !== person.name || person.isNamedByHost)
  const isOtherPhone = phoneKey !== undefined && (phoneKey ?? undefined) !== person.phoneKey
  const isOtherAge = minor !== undefined && minor !== person.minor
  return [
    ...(isOtherName ? ['name' as const] : []),
    ...(isOtherPhone ? ['phone' as const] : []),
    ...(isOtherAge ? ['minor' as const] : []),
  ]
}

function refusalOf(
  field: ChangedField,
  person: PersonToChange,
  { phoneKey, minor }: PersonChange,
  { now, timeZone, phoneHolder }: ChangePersonContext,
): ChangePersonRefusal | undefined {
  if (field === 'phone' && phoneKey !== null && phoneHolder && phoneHolder.id !== person.id)
    return phoneTaken(person, phoneHolder)
  if (field !== 'minor') return undefined
  const { birthYear } = person.profile ?? {}
  if (!minor && birthYear !== undefined && isMinor({ birthYear }, new Date(now).toISOString(), { timeZone })) return UNDER_AGE
  if (minor && person.partyStatus !== undefined && !isAgreedByGuardian(person, 'party-status')) return GUARDIAN_MISSING
  return undefined
}

const isAgreedByGuardian = ({ consents }: PersonToChange, matter: string): boolean =>
  consents.some(({ purpose, by, withdrawnAt }) => purpose === matter && by === 'guardian' && withdrawnAt === undefined)

function phoneTaken(person: PersonToChange, holder: Pick<PersonRecord, 'id' | 'isNamedByHost'>): ChangePersonRefusal {
  // Whom the district itself has named is more likely the record that its clerks work with.
  const isHolderKept = person.isNamedByHost && !holder.isNamedByHost
  const [keep, gone] = isHolderKept ? [holder.id, person.id] : [person.id, holder.id]
  return {
    reason: 'phone-taken',
    personIds: [keep, gone],
    message: {
      zh: `该手机登记在人员 ${holder.id} 名下，不能再登记给 ${person.id}。如为同一人，请合并：wangge person merge ${keep} ${gone}；否则请先更正 ${holder.id} 的手机：wangge person change ${holder.id} --stdin。`,
      en: `The phone is that of ${holder.id}, and cannot be that of ${person.id} too. If they are one person, merge them: wangge person merge ${keep} ${gone}; otherwise correct the phone of ${holder.id} first: wangge person change ${holder.id} --stdin.`,
    },
  }
}

const mergedAway = (id: Id, personId: Id): ChangePersonRefusal => ({
  ...{ reason: 'person-merged', personId },
  message: {
    zh: `人员 ${id} 已并入 ${personId}：请改为 wangge person change ${personId} --stdin。`,
    en: `${id} became part of ${personId}: change that person instead (wangge person change ${personId} --stdin).`,
  },
})
const ERASED: ChangePersonRefusal = {
  reason: 'erased',
  message: {
    zh: '此人已删除，留下的记录只用于计数，不能更改。如其再次参加，请重新登记。',
    en: 'The person was erased; what is left only counts, and says nothing of anybody. Enter them anew where they come again.',
  },
}
const UNDER_AGE: ChangePersonRefusal = {
  reason: 'under-age-by-birth-year',
  message: {
    zh: '按本人自报的出生年份，其仍未成年：如年份有误，请先由本人更正。',
    en: 'By the year of birth that they have told they are still a minor: where it is wrong, they correct it first.',
  },
}
const GUARDIAN_MISSING: ChangePersonRefusal = {
  reason: 'guardian-consent-required',
  message: {
    zh: '未成年人的政治面貌须有监护人单独同意：请先登记该同意（wangge import people 的“监护人”和“政治面貌单独同意书版本”）。',
    en: 'A minor’s political status takes a guardian’s separate consent: record it first (监护人 and 政治面貌单独同意书版本 of wangge import people).',
  },
}
const NO_DUTY_UNTIL_GUARDIAN: Localized = {
  zh: '监护人尚未同意志愿服务：在登记该同意（wangge import people 的“监护人”和“同意书版本”）之前，此人不能再报名。',
  en: 'No guardian has agreed to duties: until that is recorded (监护人 and 同意书版本 of wangge import people) they can take no new place.',
}
