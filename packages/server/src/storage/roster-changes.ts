import type { GridTree } from '@wangge/core/grid'
import type { SignUpView, SlotView } from '@wangge/core/roster/schema'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import { findSignUpViews } from './sign-ups.ts'
import { findSlotView } from './slots.ts'

/** Counts, for everybody who sees slots. */
export async function slotChange(tx: Tx, districtId: string, tree: GridTree, slotId: string): Promise<NewChange> {
  return slotChangeOf((await findSlotView(tx, districtId, slotId))!, tree)
}

/** The same of a slot at hand. */
export function slotChangeOf(slot: SlotView, tree: GridTree): NewChange {
  const gridPath = tree.get(slot.post.gridId) ? tree.path(slot.post.gridId).map(({ id }) => id) : []
  return { topic: 'slot', id: slot.id, gridPath, data: slot }
}

/** For staff only: that one person signed up is nobody else's business. It lies where its slot does. */
export const signUpChange = (view: SignUpView, { gridPath }: NewChange): NewChange => ({
  topic: 'sign-up',
  id: view.id,
  gridPath,
  data: view,
})

/** A slot that changed, and the sign-ups that changed with it, each with its slot where that is another. */
export async function rosterChanges(
  tx: Tx,
  districtId: string,
  tree: GridTree,
  { slotId, signUpIds }: { slotId: string; signUpIds: readonly string[] },
): Promise<NewChange[]> {
  const change = await slotChange(tx, districtId, tree, slotId)
  const ids = [...new Set(signUpIds)]
  const views = ids.length > 0 ? await findSignUpViews(tx, districtId, ids.sort()) : []
  const changes = new Map([[slotId, change]])
  for (const { slotId: id } of views) if (!changes.has(id)) changes.set(id, await slotChange(tx, districtId, tree, id))
  return [...changes.values(), ...views.map((view) => signUpChange(view, changes.get(view.slotId)!))]
}
