import type { Appointment } from '@wangge/core/grid/schema'
import type { Actor } from './core.ts'
import type { MicroSite, Sites } from './sites.ts'
import type { Organisation } from './organisations.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

/** Who acts in an issue of a micro-grid. */
export interface Cast {
  path(micro: MicroSite): string[]
  /** The building head in office, unless the post is vacant then. */
  head(micro: MicroSite, now: number): Actor | undefined
  worker(micro: MicroSite): Actor
  community(micro: MicroSite): Actor
  street(): Actor
  inspector(random: Random): Actor
  liaison(micro: MicroSite, random: Random): Actor
}

interface Sources {
  sites: Sites
  appointments: readonly Appointment[]
  organisations: readonly Organisation[]
  staff: { workers: Map<string, Person>; chiefs: Map<string, Person> }
  inspectors: readonly Person[]
}

export function createCast({ sites, appointments, organisations, staff, inspectors }: Sources): Cast {
  const heads = new Map<string, Appointment[]>()
  for (const appointment of appointments) {
    if (appointment.role === 'buildingHead')
      heads.set(appointment.gridId, [...(heads.get(appointment.gridId) ?? []), appointment])
  }
  const liaisons = organisations.filter(({ liaisonId, gridId }) => liaisonId !== undefined && gridId !== undefined)
  const liaisonsOf = new Map<string, string[]>()
  for (const { liaisonId, gridId } of liaisons) {
    const estate = sites.estates.find(({ id }) => id === gridId)
    if (estate) liaisonsOf.set(estate.community.id, [...(liaisonsOf.get(estate.community.id) ?? []), liaisonId!])
  }
  const root = sites.root.id
  return {
    path: ({ id, estate }) => [root, estate.community.id, estate.id, id],
    head: ({ id }, now) => {
      const holder = heads.get(id)?.find(({ from, to }) => Date.parse(from) <= now && (to === undefined || now < Date.parse(to)))
      return holder && { id: holder.personId, role: 'buildingHead', gridId: id }
    },
    worker: ({ estate }) => ({ id: staff.workers.get(estate.id)!.id, role: 'estateWorker', gridId: estate.id }),
    community: ({ estate }) => ({
      id: staff.chiefs.get(estate.community.id)!.id,
      role: 'community',
      gridId: estate.community.id,
    }),
    street: () => ({ id: staff.chiefs.get(root)!.id, role: 'street', gridId: root }),
    inspector: (random) => ({ id: random.pick(inspectors).id, role: 'inspector', gridId: root }),
    liaison: ({ estate }, random) => ({
      id: random.pick(liaisonsOf.get(estate.community.id)!),
      role: 'liaison',
      gridId: estate.community.id,
    }),
  }
}
