import type { Appointment } from '@wangge/core/grid/schema'
import type { CommunitySite, Sites } from './sites.ts'
import { after, midnight } from './instants.ts'
import type { Organisation } from './organisations.ts'
import type { Person, Population, Registration } from './people.ts'
import { createRandom } from './random.ts'
import { ARTICLE_DATE, REFERENCE_DATE } from './settings.ts'

/** Days from the article's date to the reference date. */
const SPAN = Math.round((midnight(REFERENCE_DATE) - midnight(ARTICLE_DATE)) / 86_400_000)

export interface Staff {
  appointments: Appointment[]
  registrations: Registration[]
  /** Worker of each estate and chief of each community and of the street, by grid id. */
  workers: Map<string, Person>
  chiefs: Map<string, Person>
}

/** 1+1+N of every micro-grid, workers and chiefs above them; registrations that go with it. */
export function staffGrids(organisations: readonly Organisation[], population: Population, sites: Sites, seed: number): Staff {
  const random = createRandom(seed, 'appointments')
  const appointments: Appointment[] = []
  const registrations: Registration[] = []
  const appoint = (role: Appointment['role'], personId: string, gridId: string, from: number, to?: number, hour = 9) =>
    appointments.push({
      id: `a-${String(appointments.length + 1).padStart(5, '0')}`,
      role,
      personId,
      gridId,
      from: after(ARTICLE_DATE, from, hour * 60),
      ...(to !== undefined && { to: after(ARTICLE_DATE, to, hour * 60) }),
      appointedBy: 'o-wc',
    })

  const communityOf = new Map<string, CommunitySite>()
  for (const community of sites.communities) {
    communityOf.set(community.id, community)
    for (const estate of community.estates) communityOf.set(estate.id, community)
  }
  const membersOf = (wanted: (organisation: Organisation) => boolean) =>
    organisations
      .filter(wanted)
      .flatMap(({ id, gridId }) =>
        (population.members.get(id) ?? []).map((person) => ({ person, community: communityOf.get(gridId ?? '') })),
      )

  const officials = random.shuffle(membersOf(({ id }) => id.startsWith('o-x-')).map(({ person }) => person))
  const [chiefs, workers] = [new Map<string, Person>(), new Map<string, Person>()]
  for (const { id } of [sites.root, ...sites.communities]) {
    const person = officials.pop()!
    chiefs.set(id, person)
    appoint('gridChief', person.id, id, -random.int(30, 60))
  }
  for (const { id } of sites.estates) {
    const person = officials.pop()!
    workers.set(id, person)
    appoint('gridWorker', person.id, id, -random.int(20, 60))
  }

  const neighbours = new Map<CommunitySite, Person[]>()
  for (const { person, community } of random.shuffle(membersOf(({ kind }) => kind === 'courtyard')))
    neighbours.set(community!, [...(neighbours.get(community!) ?? []), person])
  appointHeads()
  registerDuals()
  appointVolunteers()
  return { appointments, registrations, workers, chiefs }

  /** Every head is in office on the article's date; later some leave, a few without a successor. */
  function appointHeads() {
    const leavers = new Set(
      random
        .shuffle(sites.micros)
        .slice(0, 64)
        .map(({ id }) => id),
    )
    sites.micros.forEach((micro, k) => {
      const head = population.heads[k]!
      const from = -random.int(8, 56)
      if (!leavers.has(micro.id)) {
        appoint('buildingHead', head.id, micro.id, from)
        return
      }
      const to = random.int(6, SPAN - 4)
      appoint('buildingHead', head.id, micro.id, from, to)
      const fate = random.weighted([
        ['at once', 38],
        ['later', 14],
        ['nobody', 12],
      ] as const)
      if (fate === 'nobody') return
      const successor = neighbours.get(micro.estate.community)!.pop()!
      appoint('buildingHead', successor.id, micro.id, fate === 'at once' ? to : to + random.int(2, 16))
    })
  }

  /** In-service members report to a community that is not their own organisation's. */
  function registerDuals() {
    const pool = random.shuffle(membersOf(({ kind, allied }) => kind === 'twoNew' || allied === true))
    const take = (community: CommunitySite) => {
      let k = pool.length - 1
      while (pool[k]!.community === community) k--
      return pool.splice(k, 1)[0]!.person
    }
    for (const micro of random.shuffle(sites.micros)) {
      const { community } = micro.estate
      const register = () => {
        const person = take(community)
        registrations.push({ personId: person.id, communityId: community.id, microGridId: micro.id, kind: 'dual' })
        return person.id
      }
      const from = -random.int(-6, 55)
      const fate = random.weighted([
        ['stays', 86],
        ['leaves', 4],
        ['handed over', 4],
        ['none', 6],
      ] as const)
      if (fate === 'none') continue
      const to = from + random.int(20, SPAN - 20)
      appoint('dualPrimary', register(), micro.id, from, fate === 'stays' ? undefined : to)
      if (fate === 'handed over') appoint('dualPrimary', register(), micro.id, to + random.pick([0, 0, 3, 9]))
      if (random.chance(0.18)) appoint('dualReserve', register(), micro.id, from)
    }
    for (const { person, community } of pool.slice(0, 620)) {
      const other = random.pick(sites.communities.filter((site) => site !== community))
      registrations.push({ personId: person.id, communityId: other.id, kind: 'dual' })
    }
    // Members who live where they work report there; that is no dual registration.
    for (const { person, community } of pool.slice(620, 980))
      if (community) registrations.push({ personId: person.id, communityId: community.id, kind: 'in-service' })
  }

  function appointVolunteers() {
    const outsiders = random.shuffle([...population.volunteers, ...population.activists])
    for (const micro of sites.micros) {
      const count = random.weighted([
        [0, 7],
        [1, 24],
        [2, 30],
        [3, 22],
        [4, 12],
        [5, 5],
      ])
      for (let k = 0; k < count; k++) {
        const outsider = random.chance(0.28) ? outsiders.pop() : undefined
        const person = outsider ?? neighbours.get(micro.estate.community)!.pop()
        if (!person) break
        if (outsider)
          registrations.push({
            personId: person.id,
            communityId: micro.estate.community.id,
            microGridId: micro.id,
            kind: 'volunteer',
          })
        const from = -random.int(-24, 56)
        appoint(
          'volunteer',
          person.id,
          micro.id,
          from,
          random.chance(0.06) ? Math.min(SPAN - 1, Math.max(from + 5, random.int(10, 80))) : undefined,
        )
      }
    }
    for (const person of outsiders)
      registrations.push({ personId: person.id, communityId: random.pick(sites.communities).id, kind: 'volunteer' })
  }
}
