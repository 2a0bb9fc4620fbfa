import type { Cache } from '../cache/index.ts'
import { signUpViewSchema, slotListSchema, slotViewSchema, swapListSchema } from '../roster/schema.ts'
import type { SlotView } from '../roster/schema.ts'
import type { Change } from '../schema.ts'
import { meKey, MY_SWAPS, organisationSwapsPath, pathOf, SLOTS } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parseSlot = parseWith(slotViewSchema)
const parseSlots = parseWith(slotListSchema)
const parseSignUp = parseWith(signUpViewSchema)
const parseSwaps = parseWith(swapListSchema)

/**
 * Keys and paths of the lists of swaps that some changes may have outdated; to be asked before the changes are applied. Of a
 * swap the feed tells its slot and no more. A seat that is offered or handed on changes none of the counts, so a slot that is
 * told as it was known is told for something like that; one whose counts changed is a sign-up somewhere, of which there are many.
 */
export async function outdatedSwaps(cache: Cache, changes: readonly Change[]): Promise<string[]> {
  const orgIds = new Set(changes.flatMap(({ topic, data }) => (topic === 'sign-up' ? (parseSignUp(data)?.orgId ?? []) : [])))
  const outdated = [...orgIds].map(organisationSwapsPath)
  const told = changes.filter(({ topic }) => topic === 'slot')
  if (told.length === 0) return outdated
  const isForSwaps = isAnyAsItWas(told, await knownSlots(cache))
  const slotIds = new Set(told.map(({ id }) => id))
  for (const key of (await cache.keys(meKey(''))).filter((one) => pathOf(one) === MY_SWAPS)) {
    const list = await cache.read(key, parseSwaps)
    if (isForSwaps || list?.swaps.some(({ slotId }) => slotIds.has(slotId))) outdated.push(key)
  }
  return outdated
}

async function knownSlots(cache: Cache): Promise<Map<string, SlotView>> {
  const lists = await Promise.all((await cache.keys(SLOTS)).map((key) => cache.read(key, parseSlots)))
  return new Map(lists.flatMap((list) => list?.slots ?? []).map((slot) => [slot.id, slot]))
}

/** Whether any slot is told as it was just before, or was not known. */
function isAnyAsItWas(told: readonly Change[], known: Map<string, SlotView>): boolean {
  return told.some(({ id, data }) => {
    const before = known.get(id)
    const slot = parseSlot(data)
    if (slot) known.set(id, slot)
    // Both come out of the same schema, so their fields are in the same order.
    return !before || !slot || JSON.stringify(before) === JSON.stringify(slot)
  })
}
