import { slotViewSchema } from '../roster/schema.ts'
import type { SlotView } from '../roster/schema.ts'
import type { Context } from './context.ts'
import { slotsPath } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** A slot as this device knows it, if it does. */
export async function knownSlot(
  { orgId, slotId }: { orgId: string; slotId: string },
  { cache }: Pick<Context, 'cache'>,
): Promise<SlotView | undefined> {
  return cache.row(slotsPath(orgId), slotId, parseWith(slotViewSchema))
}
