import { calendarAddressCommandSchema, calendarAddressSchema, calendarStatusSchema } from '../roster/schema.ts'
import { askNow } from './ask-now.ts'
import type { CalendarAddressResult, CalendarRevocation } from './client.ts'
import type { Context } from './context.ts'
import { calendarStatusKey, MY_CALENDAR } from './paths.ts'
import { requirePerson } from './context.ts'

/** A new secret address of the person's duties; the one before is dead from now on. */
export async function calendarAddress(
  { lang }: { lang?: 'zh' | 'en' },
  endpoint: string,
  context: Context,
): Promise<CalendarAddressResult> {
  const draft = { ...(lang === undefined ? {} : { lang }) }
  const asked = { path: MY_CALENDAR, schema: calendarAddressCommandSchema, draft, answer: calendarAddressSchema }
  const result = await askNow(context, asked)
  if (!result.ok) return result
  await outdateStatus(context)
  return { ok: true, address: `${endpoint}${result.answer.path}`, createdAt: result.answer.createdAt }
}

/** Nobody reads the person's duties by an address any more. */
export async function revokeCalendarAddress(context: Context): Promise<CalendarRevocation> {
  const path = `${MY_CALENDAR}/revoke`
  const result = await askNow(context, { path, schema: calendarAddressCommandSchema, draft: {}, answer: calendarStatusSchema })
  if (!result.ok) return result
  await outdateStatus(context)
  return { ok: true }
}

async function outdateStatus(context: Context): Promise<void> {
  const who = await requirePerson(context)
  if (who.ok) await context.cache.expire((key) => key === calendarStatusKey(who.person))
}
