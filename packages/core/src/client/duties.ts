import type { Duty } from '../roster/slot.ts'
import { cancelSignUpCommandSchema } from '../roster/schema.ts'
import type { Context } from './context.ts'
import { mySignUpsKey, parseSignUps } from './my-sign-ups.ts'
import { ownKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const DUTY = 'duty:'
/** A duty that is over for so long stands against nothing; it is forgotten. */
const FORGET_AFTER_MS = 48 * 60 * 60 * 1000

/** When a sign-up made on this device is; the server's view of it does not say. */
export const dutyKey = (person: string, signUpId: string) => ownKey(person, `${DUTY}${signUpId}`)

export function parseDuty(data: unknown): Duty | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { slotId, startsAt, endsAt } = data as Partial<Record<keyof Duty, unknown>>
  const isDuty = [slotId, startsAt, endsAt].every((field) => typeof field === 'string')
  return isDuty && Number.isFinite(Date.parse(endsAt as string)) ? (data as Duty) : undefined
}

/** What this device knows a person to be bound to: what the server has confirmed, and what is on its way. */
export async function dutiesOf(person: string, { cache, outbox, now }: Context): Promise<Duty[]> {
  const waiting = (await outbox.entries()).filter((entry) => entry.person === person && entry.state !== 'refused')
  const cancelled = new Set(
    waiting
      .filter(({ kind }) => kind === 'cancel-sign-up')
      .map(({ body }) => parseWith(cancelSignUpCommandSchema)(body)?.signUpId),
  )
  const onTheWay = waiting.filter(({ id, kind }) => kind === 'sign-up' && !cancelled.has(id)).map(({ memo }) => parseDuty(memo))
  const list = await cache.read(mySignUpsKey(person), parseSignUps)
  const held = new Set(list?.signUps.filter(({ state }) => state !== 'cancelled' && state !== 'invited').map(({ id }) => id))
  const prefix = dutyKey(person, '')
  const confirmed = await Promise.all(
    (await cache.keys(prefix)).map(async (key) => {
      const duty = await cache.read(key, parseDuty)
      if (duty && Date.parse(duty.endsAt) + FORGET_AFTER_MS < now()) await cache.delete(key)
      const signUpId = key.slice(prefix.length)
      return held.has(signUpId) && !cancelled.has(signUpId) ? duty : undefined
    }),
  )
  return [...confirmed, ...onTheWay].filter((duty) => duty !== undefined)
}
