// Whom the development issuer offers: one of each role, found in the sample district's own appointments.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './toolchain.mjs'

/** The estate around which all of them work, so that each reaches a part of what the next one above reaches. */
const ESTATE = 'g-e-087'
/** The company whose intranet is the example. */
const ORGANISATION = 'o-n-420'

/**
 * `{ subject, personId, name, role, place }` of each; `appoint` where the street has to appoint them, as nothing else in
 * the sample says that they are it.
 */
export function sampleStaff() {
  const [grids, people, organisations] = ['grids', 'people', 'organisations'].map((name) => byId(read(name)))
  const appointments = read('appointments').filter(({ to }) => to === undefined)
  const holder = (role, gridId) => appointments.find((each) => each.role === role && each.gridId === gridId)?.personId
  const estate = grids.get(ESTATE)
  const root = [...grids.values()].find(({ parentId }) => parentId === undefined)
  const building = [...grids.values()].find(({ id, parentId }) => parentId === ESTATE && holder('buildingHead', id))
  const organisation = organisations.get(ORGANISATION)
  const [inspector, auditor] = officialsWithoutAppointment(appointments)
  const staff = [
    ['street', holder('gridChief', root.id), ['街道', 'Sub-district'], root],
    ['community', holder('gridChief', estate.parentId), ['社区', 'Community'], grids.get(estate.parentId)],
    ['estate-worker', holder('gridWorker', ESTATE), ['网格员', 'Estate worker'], estate],
    [
      'building-head',
      holder('buildingHead', building.id),
      ['楼栋长', 'Building head'],
      { name: { zh: `${estate.name.zh} ${building.name.zh}` } },
    ],
    ['liaison', organisation.liaisonId, ['联络人', 'Liaison'], organisation],
    ['inspector', inspector, ['测评员', 'Inspector'], root, { role: 'inspector', gridId: root.id }],
    ['auditor', auditor, ['审计员', 'Auditor'], root, { role: 'auditor', gridId: root.id }],
  ]
  return staff.map(([subject, personId, [zh, en], { name }, appoint]) => ({
    subject,
    personId,
    name: people.get(personId).displayName,
    role: { zh, en },
    place: name.zh,
    ...(appoint && { appoint }),
  }))
}

function officialsWithoutAppointment(appointments) {
  const busy = new Set(appointments.map(({ personId }) => personId))
  return read('memberships')
    .filter(({ orgId, personId }) => orgId.startsWith('o-x-') && !busy.has(personId))
    .map(({ personId }) => personId)
}

const read = (name) => JSON.parse(readFileSync(join(ROOT, 'seeds', 'data', `${name}.json`), 'utf8')).records
const byId = (records) => new Map(records.map((record) => [record.id, record]))
