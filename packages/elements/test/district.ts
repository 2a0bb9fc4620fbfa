import { executeServerCommand } from '@web/test-runner-commands'
import { createFetchTransport } from '@wangge/core/adapters/fetch'
import { openIdbStores } from '@wangge/core/adapters/idb'
import { createClient } from '@wangge/core/client'
import type { Client } from '@wangge/core/client'
import type { Stores } from '@wangge/core/ports'
import type {
  CloseOrganisationPayload,
  DistrictAnswer,
  DistrictPayload,
  HostTokenPayload,
  LiaisonTokenPayload,
  MakeWeekPayload,
  MoveShiftPayload,
  StreetTokenPayload,
  ToDistrict,
} from './district-server.ts'

/** Whom this file's commands go to. */
let district = 'shared'

// The server seals twelve thousand people before it answers: minutes on a busy machine, for which no test has to stand.
before(async function () {
  this.timeout(540_000)
  while (!(await ask<boolean>('district-ready'))) continue
})

/** For a file that others would disturb, or that would disturb others: call it before its tests are declared. */
export function useOwnDistrict(name: string) {
  district = name
}

/** The real server's address and keys for this test page. */
export const openDistrict = (organisation = 0): Promise<DistrictAnswer> =>
  ask<DistrictAnswer, DistrictPayload>('district', { origin: location.origin, organisation })

/** Asks the test runner's side; once more where it was too busy to answer in the time that the runner gives it. */
async function ask<Answer, Payload = undefined>(command: string, payload?: Payload): Promise<Answer> {
  for (;;) {
    try {
      return (await executeServerCommand<Answer, ToDistrict<Payload | undefined>>(command, { district, payload })) as Answer
    } catch (error) {
      if (!String(error).includes('Did not receive a server response')) throw error
    }
  }
}

export type Employee = Pick<HostTokenPayload, 'staffNumber' | 'name' | 'minor' | 'seconds'>

let employees = 0
/** Somebody whom no test before has seen. */
export const newEmployee = (name = '测试志愿者'): Employee => ({ staffNumber: `T${Date.now()}-${employees++}`, name })

/** A host page's way to the token of whoever is signed in there; `who` may change, and nobody is none. */
export const tokenOf =
  ({ orgId }: Pick<DistrictAnswer, 'orgId'>, who: () => Employee) =>
  (): Promise<string> =>
    ask<string, HostTokenPayload>('host-token', { origin: location.origin, orgId, ...who() })

/** The way to the token of an organisation's liaison. */
export const liaisonTokenOf =
  ({ orgId }: Pick<DistrictAnswer, 'orgId'>) =>
  (): Promise<string> =>
    ask<string, LiaisonTokenPayload>('liaison-token', { liaisonOf: orgId })

/** The way to the token of somebody of the street. */
export const streetToken = (): Promise<string> => ask<string, StreetTokenPayload>('street-token', { role: 'street' })

/** The way to the token of a community's clerk; of the first community where none is named, of a person who is one where they are. */
export const communityToken = (gridId?: string, personId?: string): Promise<string> =>
  ask<string, StreetTokenPayload>('street-token', {
    role: 'community',
    ...(gridId !== undefined && { gridId }),
    ...(personId !== undefined && { personId }),
  })

/** The way to the token of a building's head. */
export const buildingHeadToken = (gridId?: string): Promise<string> =>
  ask<string, StreetTokenPayload>('street-token', { role: 'buildingHead', ...(gridId !== undefined && { gridId }) })

/** Makes the shifts of a week that nobody else looks at, from its Monday on. */
export const makeWeek = (from: string): Promise<boolean> => ask<boolean, MakeWeekPayload>('make-week', { from })

/** 撤销: closes an organisation that no other test has anything to do with. */
export const closeOrganisation = (orgId: string, on: string): Promise<boolean> =>
  ask<boolean, CloseOrganisationPayload>('close-organisation', { orgId, on })

/** Makes a shift begin so many minutes from now. */
export const moveShift = (slotId: string, startsIn: number): Promise<boolean> =>
  ask<boolean, MoveShiftPayload>('move-shift', { slotId, startsIn })

export interface TestClient {
  client: Client
  /** Takes the network away, with all that is under way on it, and brings it back. */
  setOffline(offline: boolean): void
}

export interface TestClientOptions {
  endpoint: string
  siteKey: string
  /** Where the host page's word on who is there comes from. */
  token?: () => Promise<string>
  /** @defaultValue IndexedDB of this client alone */
  stores?: Stores
  /** Of the IndexedDB: the same again is the same device after a reload. @defaultValue one of its own */
  name?: string
  /** Without a network from the first moment on. */
  offline?: boolean
  /** The device's clock. @defaultValue `Date.now` */
  now?: () => number
}

let clients = 0
const newName = () => `wangge-test-${Date.now()}-${clients++}`

/** A client of the real server whose network the test holds in its hand. */
export async function openClient({
  stores,
  name = newName(),
  offline = false,
  token,
  ...server
}: TestClientOptions): Promise<TestClient> {
  let isOffline = offline
  let line = new AbortController()
  const transport = createFetchTransport({
    ...server,
    fetch: async (input, init) => {
      if (isOffline) throw new TypeError('Failed to fetch')
      return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, line.signal]) : line.signal })
    },
  })
  return {
    client: createClient({
      ...server,
      ...(token ? { token } : {}),
      transport,
      stores: stores ?? (await openIdbStores({ name })),
    }),
    setOffline: (next) => {
      isOffline = next
      line.abort()
      line = new AbortController()
    },
  }
}

/** The next event of a name, with its own type. */
export const nextEvent = <Name extends keyof HTMLElementEventMap>(target: HTMLElement, name: Name) =>
  new Promise<HTMLElementEventMap[Name]>((resolve) => target.addEventListener(name, resolve, { once: true }))

/** The element's shadow tree, searched; throws where nothing is found, so that a test fails where it looks. */
export function within(element: Element) {
  const root = element.shadowRoot as ShadowRoot
  return {
    one<T extends Element = HTMLElement>(selector: string): T {
      const found = root.querySelector<T>(selector)
      if (!found) throw new Error(`expected ${selector} in <${element.localName}>, got none`)
      return found
    },
    all: <T extends Element = HTMLElement>(selector: string): T[] => [...root.querySelectorAll<T>(selector)],
    has: (selector: string): boolean => root.querySelector(selector) !== null,
    text: (): string => (root.querySelector('.wg')?.textContent ?? '').replace(/\s+/g, ' '),
    focused: (): Element | null => root.activeElement,
  }
}

/**
 * Holds a tag to its promise: the class registers nothing, `define` registers it, and loading `define` once more (a
 * second copy on the page) leaves the first standing.
 */
export async function checkRegistration(tag: string, load: () => Promise<unknown>, loadAgain: () => Promise<unknown>) {
  if (customElements.get(tag)) throw new Error(`expected <${tag}> not to be registered by importing its class`)
  await load()
  const first = customElements.get(tag)
  if (!first) throw new Error(`expected <${tag}> to be registered by its define`)
  await loadAgain()
  if (customElements.get(tag) !== first) throw new Error(`expected the first <${tag}> to stay`)
}
