import type { SeedData } from '../../src/seed/files.ts'
import { sample } from '../sample.ts'

/** When the appointments that have ended did so, and when those to come begin. */
const BEFORE = { from: '2026-01-01T00:00:00+08:00', to: '2026-03-01T00:00:00+08:00' }
const LATER = { from: '2026-04-01T00:00:00+08:00' }
const NOW_ON = { from: '2026-02-01T00:00:00+08:00' }

/** Whose appointment it is: here, at a neighbour's, once, or from some day on. */
export const POSTINGS = { here: NOW_ON, there: NOW_ON, ended: BEFORE, coming: LATER } as const
export type Posting = keyof typeof POSTINGS

/** Appointments to grids that make a role of their own. */
export const GRID_APPOINTMENTS = {
  community: { role: 'gridChief', here: 'north', there: 'south' },
  estateWorker: { role: 'gridWorker', here: 'north-1', there: 'south-1' },
  buildingHead: { role: 'buildingHead', here: 'micro-1', there: 'micro-9' },
} as const

const name = (id: string) => ({ zh: `网格${id}`, en: `Grid ${id}` })
const codes = (id: string) => [{ scheme: 'local', value: id.toUpperCase() }]
const square = (west: number) => {
  const ring = [
    [west, 30.58],
    [west + 0.001, 30.58],
    [west + 0.001, 30.581],
    [west, 30.581],
    [west, 30.58],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}

/** The sample district and a second community beside its first, with somebody for each role and at each time. */
export function twoCommunities(): SeedData {
  const data = sample()
  const appointments = Object.entries(GRID_APPOINTMENTS).flatMap(([role, appointment]) =>
    Object.entries(POSTINGS).map(([posting, times]) => ({
      id: `a-${role}-${posting}`,
      role: appointment.role,
      personId: personOf(role, posting as Posting),
      gridId: posting === 'there' ? appointment.there : appointment.here,
      ...times,
    })),
  )
  const staff = appointments.map(({ personId: id }) => ({ id, displayName: '工作者' }))
  return {
    ...data,
    grids: [
      ...data.grids!,
      { id: 'south', level: 'community', parentId: 'root', name: name('south'), codes: codes('south') },
      { id: 'south-1', level: 'estate', parentId: 'south', name: name('south-1'), codes: codes('south-1') },
      {
        id: 'micro-9',
        level: 'micro',
        parentId: 'south-1',
        name: name('micro-9'),
        codes: codes('micro-9'),
        geometry: square(104.07),
        crs: 'wgs84',
      },
    ],
    people: [...data.people!, ...staff],
    appointments: [...data.appointments!.filter((one) => (one as { id: string }).id !== 'a-1'), ...appointments],
  }
}

export const personOf = (role: string, posting: Posting): string => `${role}-${posting}`
