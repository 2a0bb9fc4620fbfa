import type { Duty } from '../roster/slot.ts'
import { cancelSignUpCommandSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import type { Context } from './context.ts'
import { mySignUpsKey, parseSignUps } from './my-sign-ups.ts'
import { ownKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const DUTY = 'duty:'
/** A duty that is over for so long stands against nothing; it is forgotten. */
const FORGET_AFTER_MS = 48 * 60 * 60 * 1000

/** When a sign-up made on this device is: the server's answer to it does not say, only its list does. */
export const dutyKey = (person: string, signUpId: string) => ownKey(person, `${DUTY}${signUpId}`)

export function parseDuty(data: unknown): Duty | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { slotId, startsAt, endsAt } = data as Partial<Record<keyof Duty, unknown>>
  const isDuty = [slotId, startsAt, endsAt].every((field) => typeof field === 'string')
  return isDuty && Number.isFinite(Date.parse(endsAt as string)) ? (data as Duty) : undefined
}

/** What this device knows a person to be bound to: what the server lists, and what is on its way. */
export async function dutiesOf(person: string, { cache, outbox, now }: Context): Promise<Duty[]> {
  const waiting = (await outbox.entries()).filter((entry) => entry.person === person && entry.state !== 'refused')
  const cancelled = new Set(
    waiting
      .filter(({ kind }) => kind === 'cancel-sign-up')
      .map(({ body }) => parseWith(cancelSignUpCommandSchema)(body)?.signUpId),
  )
  const onTheWay = waiting.filter(({ id, kind }) => kind === 'sign-up' && !cancelled.has(id)).map(({ memo }) => parseDuty(memo))
  const memos = await memosOf(person, { cache, now })
  const list = await cache.read(mySignUpsKey(person), parseSignUps)
  const listed = list?.signUps
    .filter((view) => isBinding(view) && !cancelled.has(view.id))
    .map(({ id, slot }) => (slot ? { slotId: slot.id, startsAt: slot.startsAt, endsAt: slot.endsAt } : memos.get(id)))
  return [...(listed ?? []), ...onTheWay].filter((duty) => duty !== undefined)
}

/** Whoever was only asked to come is not bound, nor who is known not to have come. */
const isBinding = ({ state, slot, attendance }: SignUpView): boolean =>
  state !== 'cancelled' &&
  state !== 'invited' &&
  !slot?.cancelled &&
  attendance?.state !== 'no-show' &&
  attendance?.state !== 'excused'

/** By the sign-up's id; those that are long over are forgotten. */
async function memosOf(person: string, { cache, now }: Pick<Context, 'cache' | 'now'>): Promise<Map<string, Duty>> {
  const prefix = dutyKey(person, '')
  const memos = new Map<string, Duty>()
  for (const key of await cache.keys(prefix)) {
    const duty = await cache.read(key, parseDuty)
    if (duty) memos.set(key.slice(prefix.length), duty)
    if (duty && Date.parse(duty.endsAt) + FORGET_AFTER_MS < now()) await cache.delete(key)
  }
  return memos
}
