import type { GridTree } from '../grid/grid-tree.ts'
import type { Appointment, AppointmentRole } from '../grid/schema.ts'
import type { Id } from '../schema.ts'
import type { Assignee } from './schema.ts'

/** Whose post a level of the grid is, and by which appointments it is held; community and street are offices, never vacant. */
const POSTS: Record<string, { role: Assignee['role']; heldBy?: readonly AppointmentRole[] }> = {
  micro: { role: 'buildingHead', heldBy: ['buildingHead'] },
  estate: { role: 'estateWorker', heldBy: ['gridWorker', 'gridChief'] },
  community: { role: 'community' },
  subdistrict: { role: 'street' },
}

/** The post that answers for a grid at an instant. */
export interface GridPost {
  role: Assignee['role']
  gridId: Id
  /** Who holds it; the one who was appointed first, where several do. */
  personId?: Id
  /** Nobody holds it. */
  vacant?: true
}

/**
 * The post of a grid and who holds it. A dedicated grid (专属网格) is answered for by its worker.
 * @param at epoch milliseconds
 */
export function gridPost(gridId: Id, tree: GridTree, appointments: readonly Appointment[], at: number): GridPost {
  const level = tree.get(gridId)?.level ?? 'dedicated'
  const { role, heldBy } = POSTS[level] ?? POSTS['estate']!
  if (!heldBy) return { role, gridId }
  const [first] = appointments
    .filter((one) => one.gridId === gridId && heldBy.includes(one.role) && holdsAt(one, at))
    .sort((one, other) => Date.parse(one.from) - Date.parse(other.from) || (one.personId < other.personId ? -1 : 1))
  return first ? { role, gridId, personId: first.personId } : { role, gridId, vacant: true }
}

const holdsAt = ({ from, to }: Appointment, at: number) => Date.parse(from) <= at && (to === undefined || at < Date.parse(to))
