import type { Cache, Resource, Snapshot } from '../cache/index.ts'
import type { SdkError } from '../errors.ts'
import { signUpViewSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import { SIGN_UPS } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parse = parseWith(signUpViewSchema)

/** All sign-ups of this device as one resource, newest first. */
export function mySignUps(cache: Cache): Resource<SignUpView[]> {
  async function read(): Promise<SignUpView[]> {
    const views = await Promise.all((await cache.keys(SIGN_UPS)).map((key) => cache.read(key, parse)))
    return views.filter((view) => view !== undefined).sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  }

  /** A cancelled sign-up stays so; of the others the server may have moved some up from the waitlist. */
  async function refresh(): Promise<Snapshot<SignUpView[]>> {
    const open = (await read()).filter(({ state }) => state !== 'cancelled')
    const snapshots = await Promise.all(open.map(({ id }) => cache.resource(`${SIGN_UPS}${id}`, parse).refresh()))
    await Promise.all(open.map(({ id }, i) => forgetUnknown(id, snapshots[i]?.error)))
    const error = snapshots.find((snapshot) => snapshot.error && snapshot.error.status !== 404)?.error
    const fetchedAt = Math.min(...snapshots.map((snapshot) => snapshot.fetchedAt ?? 0))
    return {
      data: await read(),
      refreshing: false,
      ...(snapshots.length > 0 ? { fetchedAt } : {}),
      ...(error ? { error } : {}),
    }
  }

  async function forgetUnknown(id: string, error: SdkError | undefined) {
    if (error?.status === 404) await cache.delete(`${SIGN_UPS}${id}`)
  }

  return {
    subscribe(listener) {
      let over = false
      let latest: Snapshot<SignUpView[]> = { refreshing: true }
      const emit = (change: Partial<Snapshot<SignUpView[]>>) => {
        latest = { ...latest, ...change }
        if (!over) listener(latest)
      }
      const reread = () => read().then((data) => emit({ data }))
      const unsubscribe = cache.onChange((keys) => {
        if (keys.some((key) => key.startsWith(SIGN_UPS))) void reread().catch(() => {})
      })
      void reread()
        .then(refresh)
        .then((snapshot) => {
          latest = { refreshing: false }
          emit(snapshot)
        })
        .catch((error: unknown) => emit({ refreshing: false, error: error as SdkError }))
      return () => {
        over = true
        unsubscribe()
      }
    },
    refresh,
  }
}
