import type { Consent } from '../../privacy/schema.ts'
import type { Id } from '../../schema.ts'
import { communityOf, lastsAt } from '../organisations/check-memberships.ts'
import { PARTY_LADDER } from '../organisations/advance-party-status.ts'
import { sharesTime } from './join-spans.ts'
import type { HeldPlace, MergeClash, MergeContext, PersonRecord } from './person-record.ts'

/** All in which two records contradict each other. What was wrong with one of them before is no matter of both. */
export function mergeClashes(keep: PersonRecord, gone: PersonRecord, context: MergeContext): MergeClash[] {
  if (keep.id === gone.id) return [SAME_PERSON]
  return [
    ...ofThemselves(keep, gone),
    ...homes(keep, gone),
    ...registrations(keep, gone, context),
    ...consents(keep, gone),
    ...places(keep, gone, context.now),
  ]
}

function* ofThemselves(keep: PersonRecord, gone: PersonRecord): Generator<MergeClash> {
  const hasOwnName = ({ nameKey, isNamedByHost }: PersonRecord) => nameKey !== undefined && !isNamedByHost
  if (hasOwnName(keep) && hasOwnName(gone) && keep.nameKey !== gone.nameKey) yield namesDiffer(keep.id, gone.id)
  if (keep.phoneKey !== undefined && gone.phoneKey !== undefined && keep.phoneKey !== gone.phoneKey)
    yield phonesDiffer(keep.id, gone.id)
  const status = keep.partyStatus ?? gone.partyStatus
  const steps = [keep.partyStatus, gone.partyStatus].flatMap((one) => (one === undefined ? [] : PARTY_LADDER.indexOf(one)))
  if (steps.length === 2 && Math.abs(steps[0]! - steps[1]!) > 1) yield STATUS_APART
  const isGuardians = ({ consents: given }: PersonRecord) =>
    given.some(({ purpose, by, withdrawnAt }) => purpose === 'party-status' && by === 'guardian' && withdrawnAt === undefined)
  // Somebody who was of age by one record alone agreed for themselves: for a minor it takes more.
  if (status !== undefined && keep.minor !== gone.minor && !isGuardians(keep) && !isGuardians(gone))
    yield guardianMissing(keep.minor ? keep.id : gone.id)
}

const homes = (keep: PersonRecord, gone: PersonRecord): MergeClash[] =>
  keep.memberships.flatMap((one) =>
    gone.memberships
      .filter((other) => one.orgId !== other.orgId && sharesTime(one, other))
      .map((other) => ({
        reason: 'homes-overlap' as const,
        orgIds: [one.orgId, other.orgId] as [string, string],
        message: {
          zh: `两份记录同时在 ${one.orgId} 和 ${other.orgId} 有组织关系：请先为其中一段填写组织关系转出日期（wangge import people）。`,
          en: `At one time the records are on the rolls of ${one.orgId} and ${other.orgId}: give one of the two its end first (组织关系转出日期 of wangge import people).`,
        },
      })),
  )

function registrations(keep: PersonRecord, gone: PersonRecord, { now, tree, organisations }: MergeContext): MergeClash[] {
  const dual = (one: PersonRecord) => one.registrations.filter(({ kind }) => kind === 'dual')
  const differ = dual(keep).flatMap((one) =>
    dual(gone)
      .filter(({ communityId, microGridId }) => {
        if (communityId !== one.communityId) return true
        return microGridId !== undefined && one.microGridId !== undefined && microGridId !== one.microGridId
      })
      .map((other) => ({
        reason: 'registrations-differ' as const,
        communityIds: [one.communityId, other.communityId] as [string, string],
        message: {
          zh: `双报到登记不一致（${one.communityId}、${other.communityId}）：请先把其中一人的双报到社区和微网格改为一致（wangge import people）。`,
          en: `Their dual registrations differ (${one.communityId}, ${other.communityId}): name the same community and micro-grid for both first (wangge import people).`,
        },
      })),
  )
  const atHome = [
    [keep, gone],
    [gone, keep],
  ].flatMap(([member, registered]) =>
    member!.memberships
      .filter((one) => lastsAt(one, now))
      .flatMap(({ orgId }) => {
        const organisation = organisations.find(({ id }) => id === orgId)
        const communityId = communityOf(organisation, tree)
        if (communityId === undefined || !dual(registered!).some((one) => one.communityId === communityId)) return []
        return [{ reason: 'dual-at-home' as const, communityId, orgId, message: dualAtHome(communityId, orgId) }]
      }),
  )
  return [...differ, ...atHome]
}

/** What was taken back in one record holds in the other still, by an earlier word: nobody knows what the person wants now. */
function consents(keep: PersonRecord, gone: PersonRecord): MergeClash[] {
  return [
    [keep, gone],
    [gone, keep],
  ].flatMap(([withdrew, holds]) =>
    withdrew!.consents.flatMap(({ purpose, by, withdrawnAt }) => {
      if (withdrawnAt === undefined) return []
      const isOfIt = (one: Consent) => one.purpose === purpose && one.by === by && one.withdrawnAt === undefined
      const held = holds!.consents.filter(isOfIt)
      const isOlder = held.length > 0 && held.every(({ at }) => Date.parse(at) < Date.parse(withdrawnAt))
      if (!isOlder || withdrew!.consents.some(isOfIt)) return []
      return [{ reason: 'consent-withdrawn' as const, purpose, withdrawnAt, message: consentWithdrawn(purpose) }]
    }),
  )
}

function places(keep: PersonRecord, gone: PersonRecord, now: number): MergeClash[] {
  return keep.places.flatMap((one) =>
    gone.places
      .filter((other) =>
        one.slotId === other.slotId ? isToCome(one, now) : isDuty(one, now) && isDuty(other, now) && meet(one, other),
      )
      .map((other) => ({
        reason: 'places-overlap' as const,
        signUpIds: [one.signUpId, other.signUpId] as [string, string],
        message: {
          zh: `两份记录在同一时间都有未开始的班次（报名 ${one.signUpId}、${other.signUpId}）：请先取消其中一个。`,
          en: `Both have a place at the same time, still to come (sign-ups ${one.signUpId} and ${other.signUpId}): cancel one of the two first.`,
        },
      })),
  )
}

/** Whether a place can still be given back. */
export const isToCome = ({ startsAt, isCalledOff }: HeldPlace, now: number): boolean => !isCalledOff && now < Date.parse(startsAt)

const isDuty = (place: HeldPlace, now: number) => isToCome(place, now) && place.state !== 'invited' && !place.isAbsent

const meet = (one: HeldPlace, other: HeldPlace) =>
  Date.parse(one.startsAt) < Date.parse(other.endsAt) && Date.parse(other.startsAt) < Date.parse(one.endsAt)

const SAME_PERSON: MergeClash = {
  reason: 'same-person',
  message: { zh: '两个编号是同一个人。', en: 'Expected the ids of two people, got one twice.' },
}
const namesDiffer = (keep: Id, gone: Id): MergeClash => ({
  reason: 'names-differ',
  message: {
    zh: `两份记录的姓名都由街道登记且不一致：如为同一人，请先更正其中一个（wangge person change ${gone} --stdin，或 ${keep}）。`,
    en: `The district itself has given them two names: where they are one person, correct one of the names first (wangge person change ${gone} --stdin, or ${keep}).`,
  },
})
const phonesDiffer = (keep: Id, gone: Id): MergeClash => ({
  reason: 'phones-differ',
  message: {
    zh: `两份记录登记了不同的手机：如为同一人，请先去掉不再使用的号码（wangge person change ${gone} --stdin，或 ${keep}，输入 {"phone": null}）。`,
    en: `They have two phones on record: where they are one person, take the number that is used no more away first (wangge person change ${gone} --stdin, or ${keep}, with {"phone": null}).`,
  },
})
const STATUS_APART: MergeClash = {
  reason: 'party-status-apart',
  message: {
    zh: '两份记录的政治面貌相差不止一级：请先逐级变更到一致或相邻（wangge import people）。',
    en: 'Their political status is more than one step apart: move one of them step by step first (wangge import people).',
  },
}
const guardianMissing = (minor: Id): MergeClash => ({
  reason: 'guardian-consent-required',
  message: {
    zh: `${minor} 登记为未成年人，政治面貌须有监护人单独同意：请先登记该同意；如已成年，请先更正（wangge person change ${minor} --stdin，输入 {"minor": false}）。`,
    en: `${minor} is kept as a minor, whose political status takes a guardian’s separate consent: record it first, or that they are of age (wangge person change ${minor} --stdin, with {"minor": false}).`,
  },
})
const dualAtHome = (communityId: string, orgId: string) => ({
  zh: `一人在 ${communityId} 双报到，另一人的党组织 ${orgId} 就在该社区：请先更正双报到社区（wangge import people）。`,
  en: `One is registered in ${communityId}, where the home organisation ${orgId} of the other is: correct the dual registration first (wangge import people).`,
})
const consentWithdrawn = (purpose: string) => ({
  zh: `对“${purpose}”的同意在一份记录中已撤回，在另一份中仍有效：请先问明本人，重新登记同意或一并撤回。`,
  en: `Consent to “${purpose}” was taken back in one record and holds in the other: ask the person first, and record a new consent or take the other back too.`,
})
