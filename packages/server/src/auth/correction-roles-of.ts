import type { GridTree } from '@wangge/core/grid'
import { correctionRoles } from '@wangge/core/roster'
import type { CorrectedSeat, CorrectionRole } from '@wangge/core/roster'
import type { Principal } from './principal.ts'

/** What a caller is to a correction; nothing where it is out of their reach. */
export function correctionRolesOf(
  principal: Principal,
  { personId, ...seat }: CorrectedSeat & { personId: string },
  tree: GridTree,
): CorrectionRole[] {
  if (principal.kind !== 'person' && principal.kind !== 'staff') return []
  const isSelf = principal.personId === personId
  // The token is one organisation's word.
  if (principal.kind === 'person') return isSelf && principal.orgId === seat.orgId ? ['self'] : []
  return correctionRoles({ grants: principal.grants, isSelf }, seat, tree)
}
