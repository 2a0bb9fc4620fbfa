import { staffGrids } from './appointments.ts'
import { recordAttendance } from './attendance.ts'
import { buildBuildings } from './buildings.ts'
import { categories as listCategories } from './categories.ts'
import { createGridTree } from './core.ts'
import { districtRecord } from './district.ts'
import { numberStaff } from './employees.ts'
import { buildMap } from './geography/build-map.ts'
import { gridRecords } from './grids.ts'
import { registerGroups } from './groups.ts'
import { reportIssues } from './issues.ts'
import { foundOrganisations } from './organisations.ts'
import { populate } from './people.ts'
import { findPlaces } from './places.ts'
import { planQuota } from './quota.ts'
import { planPosts } from './roster.ts'
import { COUNTS } from './settings.ts'
import { nameSites } from './sites.ts'
import { formTeams } from './teams.ts'
import { planWeeks } from './week-templates.ts'

/** All records of the sample district, by file. The same seed gives the same records. */
export function generate(seed: number) {
  const map = buildMap(seed, { estates: COUNTS.estate, micros: COUNTS.micro })
  const sites = nameSites(map, seed)
  const buildings = buildBuildings(map, sites, seed)
  const grids = gridRecords(map, sites, seed)
  const places = findPlaces(map, sites, seed)
  const organisations = foundOrganisations(sites, seed)
  const population = populate(organisations, sites, seed)
  const staff = staffGrids(organisations, population, sites, seed)
  const { teams, points, duties } = formTeams(organisations, population, places, sites, seed)
  const { posts, shifts } = planPosts(map, { places, points }, sites, seed)
  const past = recordAttendance({ posts, duties, organisations, population }, seed)
  const groups = registerGroups(sites, population, staff, seed)
  const categories = listCategories()
  const built = createGridTree(grids)
  if (!built.ok) throw new Error(`Expected the grids to make a tree, got ${built.problems.length} problems`)
  const inspectors = population.members.get('o-x-1')!.slice(0, 6)
  const { appointments, registrations } = staff
  const issues = reportIssues({ sites, tree: built.tree, categories, appointments, organisations, staff, inspectors }, seed)
  return {
    district: [districtRecord()],
    grids,
    buildings,
    places,
    organisations,
    'quota-plans': planQuota(organisations, seed),
    people: population.people,
    memberships: population.memberships,
    employees: numberStaff(population),
    registrations,
    appointments,
    teams,
    'evaluation-points': points,
    'intersection-duties': duties,
    posts,
    shifts,
    'past-shifts': past.shifts,
    'past-sign-ups': past.signUps,
    'duty-consents': past.consents,
    attendances: past.attendances,
    'week-templates': planWeeks(posts, places, seed),
    groups,
    categories,
    issues,
  }
}

export type SampleDistrict = ReturnType<typeof generate>
