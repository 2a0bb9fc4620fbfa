import type { Cache, Resource } from '../cache/index.ts'
import { signUpViewSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import { ownRecords } from './own-records.ts'
import { SIGN_UPS, signUpPath } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parse = parseWith(signUpViewSchema)

/** All sign-ups of this device as one resource, newest first. */
export const mySignUps = (cache: Cache): Resource<SignUpView[]> =>
  ownRecords(cache, {
    prefix: SIGN_UPS,
    parse,
    at: ({ at }) => at,
    // A cancelled sign-up stays so; of the others the server may have moved some up from the waitlist.
    mayChange: ({ state }) => state !== 'cancelled',
    async refresh({ id }) {
      const snapshot = await cache.resource(signUpPath(id), parse).refresh()
      // In its own words only: a sign-up is not forgotten because a proxy has never heard of it.
      if (snapshot.error?.problem === 'unknown-sign-up') await cache.delete(signUpPath(id))
      return snapshot
    },
  })
