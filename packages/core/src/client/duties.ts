import type { Duty } from '../roster/slot.ts'
import type { SignUpCommand } from '../roster/schema.ts'
import { cancelSignUpCommandSchema, signUpViewSchema } from '../roster/schema.ts'
import type { Context } from './context.ts'
import { signUpPath } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** When and whose a sign-up made on this device is; the server's view of it names neither. */
export interface DutyMemo extends Duty {
  person: string
}

const DUTY = 'duty:'
/** A duty that is over for so long stands against nothing; whose it was is forgotten. */
const FORGET_AFTER_MS = 48 * 60 * 60 * 1000

export const dutyKey = (signUpId: string) => `${DUTY}${signUpId}`

/** The person as the organisation knows them: several may sign up on one device. */
export const personOf = ({ orgId, volunteer }: Pick<SignUpCommand, 'orgId' | 'volunteer'>) => `${orgId}/${volunteer.staffNumber}`

export function parseDuty(data: unknown): DutyMemo | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { person, slotId, startsAt, endsAt } = data as Partial<Record<keyof DutyMemo, unknown>>
  const isDuty = [person, slotId, startsAt, endsAt].every((field) => typeof field === 'string')
  return isDuty && Number.isFinite(Date.parse(endsAt as string)) ? (data as DutyMemo) : undefined
}

/** What this device knows a person to be bound to: what the server has confirmed, and what is on its way. */
export async function dutiesOf(person: string, { cache, outbox, now }: Context): Promise<Duty[]> {
  const waiting = (await outbox.entries()).filter(({ state }) => state !== 'refused')
  const cancelled = new Set(
    waiting
      .filter(({ kind }) => kind === 'cancel-sign-up')
      .map(({ body }) => parseWith(cancelSignUpCommandSchema)(body)?.signUpId),
  )
  const onTheWay = waiting.filter(({ id, kind }) => kind === 'sign-up' && !cancelled.has(id)).map(({ memo }) => parseDuty(memo))
  const confirmed = await Promise.all(
    (await cache.keys(DUTY)).map(async (key) => {
      const duty = await cache.read(key, parseDuty)
      if (duty && Date.parse(duty.endsAt) + FORGET_AFTER_MS < now()) await cache.delete(key)
      const signUpId = key.slice(DUTY.length)
      const view = await cache.read(signUpPath(signUpId), parseWith(signUpViewSchema))
      return view && view.state !== 'cancelled' && !cancelled.has(signUpId) ? duty : undefined
    }),
  )
  return [...confirmed, ...onTheWay]
    .filter((duty) => duty?.person === person)
    .map((duty) => duty as DutyMemo)
    .map(({ slotId, startsAt, endsAt }) => ({ slotId, startsAt, endsAt }))
}
