import { reachesDistrict } from '@wangge/core/access'
import { maskName } from '@wangge/core/privacy'
import type { OrganisationSwap } from '@wangge/core/roster/schema'
import type { Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import type { Queries } from './database.ts'
import { findPeople } from './people.ts'
import type { Reference } from './reference.ts'
import type { StoredSwap } from './swaps.ts'

/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'

/** Swaps with the names of both, as a liaison decides on them; a minor is masked for everybody but the street. */
export async function organisationSwaps(
  db: Queries,
  context: Context,
  { tree }: Pick<Reference, 'tree'>,
  { swaps, staff }: { swaps: readonly StoredSwap[]; staff: Principal },
): Promise<OrganisationSwap[]> {
  const isStreet = staff.kind === 'staff' && staff.grants.some((grant) => reachesDistrict(grant, tree))
  const ids = swaps.flatMap(({ giverId, takerId }) => [giverId, ...(takerId === undefined ? [] : [takerId])])
  const people = new Map((await findPeople(db, context, [...new Set(ids)])).map((one) => [one.id, one]))
  const named = (personId: string) => {
    const { name = ERASED, minor = false } = people.get(personId) ?? {}
    return { personId, name: minor && !isStreet && name !== ERASED ? maskName(name) : name }
  }
  return swaps.map(({ id, slotId, state, at, role, giverId, signUpId, takerId, forSlotId, because }) => ({
    id,
    slotId,
    state,
    at,
    ...(role !== undefined && { role }),
    from: { ...named(giverId), signUpId },
    ...(takerId !== undefined && { to: named(takerId) }),
    ...(forSlotId !== undefined && { forSlotId }),
    ...(because !== undefined && { because }),
  }))
}
