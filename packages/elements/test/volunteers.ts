import { fixture, html } from '@open-wc/testing'
import type { SlotView } from '@wangge/core/roster/schema'
import { waitUntil } from '../../core/test/wait-until.ts'
import type { VolunteerSignupElement } from '../src/volunteer-signup/volunteer-signup.ts'
import { liaisonTokenOf, newEmployee, openClient, openDistrict, tokenOf, within } from './district.ts'
import type { Employee, TestClient } from './district.ts'
import type { DistrictAnswer } from './district-server.ts'

/** Each has an organisation of its own and its share of the shifts: what one moves is none of another's. */
const SUBJECTS = [
  'duties',
  'hours',
  'shifts',
  'profile',
  'news',
  'decisions',
  'code-desk',
  'attendance',
  'sign-ups',
  'today',
  'relief',
  'certificates',
  'several',
  'closing',
] as const
/** Behind the organisations that other tests take by number. */
const FIRST = 30

/** Somebody of the organisation on a device of their own. */
export interface Volunteer extends TestClient {
  employee: Employee
  /** Signs them up for a slot by the client, and waits for the server's word. */
  signUp(slot: SlotView): Promise<string>
}

/** An organisation at the real server, with as many volunteers as a test wants. @param subject the test file's own */
export async function openOrganisation(subject: (typeof SUBJECTS)[number]) {
  const share = SUBJECTS.indexOf(subject)
  const district = await openDistrict(FIRST + share)
  const { orgId } = district
  const clients: TestClient[] = []

  async function volunteer(name = '测试志愿者'): Promise<Volunteer> {
    const employee = newEmployee(name)
    const device = await clientWith(tokenOf(district, () => employee))
    return {
      ...device,
      employee,
      async signUp({ id: slotId }) {
        const sent = await device.client.signUp({ slotId, orgId, consent: { version: 1 } })
        if (!sent.ok) throw new Error(`expected a sign-up, got ${JSON.stringify(sent)}`)
        const outcome = await sent.settled
        if (outcome.state !== 'acknowledged') throw new Error(`expected a sign-up, got ${JSON.stringify(outcome)}`)
        return sent.id
      },
    }
  }

  const liaison = () => clientWith(liaisonTokenOf(district))

  async function clientWith(token: () => Promise<string>): Promise<TestClient> {
    const device = await openClient({ endpoint: district.endpoint, siteKey: district.orgKey, token })
    clients.push(device)
    return device
  }

  /** Slots with room that anybody may take and that begin in more than two hours, by start. */
  async function slots({ client }: Pick<TestClient, 'client'>): Promise<SlotView[]> {
    const { data } = await client.slots(orgId).refresh()
    return (data?.slots ?? [])
      .filter(({ startsAt, cancelled, capacity, seated }) => {
        return !cancelled && seated < capacity && Date.parse(startsAt) > Date.now() + 7_200_000
      })
      .filter(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0) % SUBJECTS.length === share)
      .filter(({ mix, skills, minAge }) => !mix && !skills && minAge === undefined)
      .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  }

  return { district, volunteer, liaison, slots, close: () => clients.splice(0).forEach(({ client }) => client.close()) }
}

export type Organisation = Awaited<ReturnType<typeof openOrganisation>>

/** The element as one volunteer sees it, on one of its tabs. */
export async function openElement(
  { orgId }: Pick<DistrictAnswer, 'orgId'>,
  { client }: Pick<TestClient, 'client'>,
  { lang = 'en', tab = 'shifts', code = '' }: { lang?: string; tab?: 'shifts' | 'duties' | 'hours'; code?: string } = {},
) {
  const element = await fixture<VolunteerSignupElement>(
    html`<wg-volunteer-signup lang=${lang} org=${orgId} check-in-code=${code} .client=${client}></wg-volunteer-signup>`,
  )
  const inside = within(element)
  await waitUntil(() => inside.has('[data-tab]') && (inside.has('[data-slot]') || tab !== 'shifts'), 'it is there')
  if (tab !== 'shifts') inside.one(`[data-tab=${tab}]`).click()
  await element.updateComplete
  return { element, inside }
}

/** Replaces the device's own position for the time of a test; the returned function brings it back. */
export function standAt(position: [number, number] | undefined, accuracy = 20): () => void {
  const real = navigator.geolocation.getCurrentPosition
  navigator.geolocation.getCurrentPosition = (done, failed) => {
    if (!position) return failed?.({ code: 1 } as GeolocationPositionError)
    const [longitude, latitude] = position
    done({ coords: { longitude, latitude, accuracy } } as GeolocationPosition)
  }
  return () => (navigator.geolocation.getCurrentPosition = real)
}
