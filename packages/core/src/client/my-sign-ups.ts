import type { Cache, Resource, Snapshot } from '../cache/index.ts'
import { signUpListSchema } from '../roster/schema.ts'
import type { SignUpList, SignUpView } from '../roster/schema.ts'
import { MY_SIGN_UPS, ownKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

export const SIGN_UPS = 'sign-ups'
export const mySignUpsKey = (person: string) => ownKey(person, SIGN_UPS)
export const parseSignUps = parseWith(signUpListSchema)

/** A person's sign-ups as the server lists them, on whichever device they were made. */
export function mySignUps(cache: Cache, person: string): Resource<SignUpView[]> {
  const list = cache.resource(mySignUpsKey(person), parseSignUps, { path: MY_SIGN_UPS, person })
  return {
    subscribe: (listener) => list.subscribe((snapshot) => listener(viewsOf(snapshot))),
    refresh: async () => viewsOf(await list.refresh()),
  }
}

function viewsOf({ data, ...snapshot }: Snapshot<SignUpList>): Snapshot<SignUpView[]> {
  return data ? { ...snapshot, data: data.signUps } : snapshot
}

/** The list with a sign-up as it is now. */
export function withSignUp(list: SignUpList | undefined, view: SignUpView): SignUpList {
  const others = list?.signUps.filter(({ id }) => id !== view.id) ?? []
  // Only the list says what each is for.
  const slot = view.slot ?? list?.signUps.find(({ id }) => id === view.id)?.slot
  const signUps = [...others, slot ? { ...view, slot } : view].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  return { asOf: list?.asOf ?? view.at, signUps }
}
