import type { GridTree } from '@wangge/core/grid'
import type { SignUpView } from '@wangge/core/roster/schema'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import { findSlotView } from './slots.ts'

export async function slotChange(tx: Tx, districtId: string, tree: GridTree, slotId: string): Promise<NewChange> {
  const slot = (await findSlotView(tx, districtId, slotId))!
  const gridPath = tree.get(slot.post.gridId) ? tree.path(slot.post.gridId).map(({ id }) => id) : []
  return { topic: 'slot', id: slotId, gridPath, data: slot }
}

export const signUpChange = (view: SignUpView): NewChange => ({
  topic: 'sign-up',
  id: view.id,
  gridPath: [],
  data: view,
  orgId: view.orgId,
})
