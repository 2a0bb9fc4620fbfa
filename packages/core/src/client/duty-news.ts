import type { Cache, Resource, Snapshot } from '../cache/index.ts'
import type { Clock, Wakeups } from '../ports/index.ts'
import type { DutiesNow, DutyNews } from '../roster/index.ts'
import { dutiesSeenSchema, myHoursSchema, organisationViewSchema, swapListSchema } from '../roster/schema.ts'
import type { DutiesSeen, MyHours, SignUpPolicy, SignUpView, SwapList } from '../roster/schema.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { mySignUps } from './my-sign-ups.ts'
import { meKey, MY_HOURS, MY_SWAPS, organisationPath, ownKey, resourceKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parseSeen = parseWith(dutiesSeenSchema)
const parseHours = parseWith(myHoursSchema)
const parseSwaps = parseWith(swapListSchema)
const parseOrganisation = parseWith(organisationViewSchema)

/** What they saw last is this device's own: the server is not told. */
const seenKey = (person: string) => ownKey(person, 'seen:duties')
/** As time goes on there is something to confirm, and offers lapse. */
const AGAIN_MS = 60_000

interface Parts {
  cache: Cache
  now: Clock
  wakeups: Wakeups
}

interface Lists {
  signUps: Snapshot<SignUpView[]>
  swaps: Snapshot<SwapList>
  hours: Snapshot<MyHours>
}

/** What has happened to a person's duties since they last looked here, as far as this device knows; what is no news counts as seen by that. */
export function dutyNewsOf({ cache, now, wakeups }: Parts, person: string): Resource<DutyNews[]> {
  const of = {
    signUps: mySignUps(cache, person),
    swaps: cache.resource<SwapList>(resourceKey(person, MY_SWAPS), parseSwaps, { path: MY_SWAPS, person }),
    hours: cache.resource<MyHours>(resourceKey(person, MY_HOURS), parseHours, { path: MY_HOURS, person }),
  }
  const key = seenKey(person)
  /** With the answer to who is here comes the key of what is sealed. */
  const again = new Set([key, meKey(person)])

  async function policyOf(signUps: readonly SignUpView[]): Promise<SignUpPolicy | undefined> {
    // The district's, which each of its organisations tells.
    for (const orgId of new Set(signUps.map(({ orgId: id }) => id))) {
      const organisation = await cache.read(organisationPath(orgId), parseOrganisation)
      if (organisation) return organisation.policy
    }
    return undefined
  }

  const isLocked = async () => (await cache.read(key, parseSeen)) === undefined && (await cache.keys(key)).includes(key)

  async function tell({ signUps, swaps, hours }: Lists, mayNote: () => boolean): Promise<DutyNews[] | undefined> {
    // What is sealed under a key that is not here yet was not forgotten.
    if (!signUps.data || (await isLocked())) return undefined
    // Fetched where there is somebody to tell.
    const [{ dutyNews, noteDuties }, seen, policy] = await Promise.all([
      import('../roster/duty-news.ts'),
      cache.read(key, parseSeen),
      policyOf(signUps.data),
    ])
    const duties: DutiesNow = {
      signUps: signUps.data,
      ...(swaps.data && { swaps: swaps.data.swaps }),
      ...(hours.data && { corrections: hours.data.records.flatMap(({ correction }) => correction ?? []) }),
    }
    const context = { now: now(), policy }
    const note = (before: DutiesSeen | undefined) => noteDuties(before, duties, context)
    // Who has left leaves nothing behind. What could not be kept is told again, and not lost.
    if (mayNote() && note(seen) !== seen) await changeSeen(cache, key, note).catch(() => {})
    return dutyNews(seen, duties, context)
  }

  const snapshotOf = ({ signUps }: Lists, data: DutyNews[] | undefined): Snapshot<DutyNews[]> => {
    const { data: _, ...rest } = signUps
    return data ? { ...rest, data } : rest
  }

  return {
    subscribe(listener) {
      const lists: Lists = { signUps: { refreshing: true }, swaps: { refreshing: true }, hours: { refreshing: true } }
      let over = false
      let isTelling = false
      let isAskedAgain = false
      let notes = false
      let cancel = () => {}

      /**
       * `isNew`: what is known of the duties may have changed. What another tab took down is told anew and not answered: two tabs
       * that know different lists for a moment would else take down each other's, without end.
       */
      async function retell(isNew: boolean) {
        notes ||= isNew
        isAskedAgain = isTelling
        if (isTelling) return
        isTelling = true
        do {
          isAskedAgain = false
          const now = { ...lists }
          const mayNote = notes
          notes = false
          const news = await tell(now, () => mayNote && !over).catch(() => undefined)
          if (!over) listener(snapshotOf(now, news))
          // Whoever asked meanwhile changed it.
        } while (isAskedAgain as boolean)
        isTelling = false
      }
      const watch = <K extends keyof Lists>(name: K, resource: Resource<NonNullable<Lists[K]['data']>>) =>
        resource.subscribe((snapshot) => {
          lists[name] = snapshot as Lists[K]
          void retell(true)
        })
      const wait = () => {
        cancel = wakeups.after(AGAIN_MS, () => {
          void retell(true)
          wait()
        })
      }
      const stops = [
        watch('signUps', of.signUps),
        watch('swaps', of.swaps),
        watch('hours', of.hours),
        cache.onChange((keys) => void (keys.some((one) => again.has(one)) && retell(keys.includes(meKey(person))))),
      ]
      wait()
      return () => {
        over = true
        cancel()
        for (const stop of stops) stop()
      }
    },
    async refresh() {
      const [signUps, swaps, hours] = await Promise.all([of.signUps.refresh(), of.swaps.refresh(), of.hours.refresh()])
      const lists = { signUps, swaps, hours }
      return snapshotOf(lists, await tell(lists, () => true))
    },
  }
}

/** The person has seen some news, by their ids: they are not told again. @throws SdkError `storage` */
export async function sawDutyNews(ids: readonly string[], context: Context): Promise<void> {
  const who = await requirePerson(context)
  if (!who.ok || !('person' in who) || ids.length === 0) return
  const { markDutyNews } = await import('../roster/duty-news.ts')
  await changeSeen(context.cache, seenKey(who.person), (seen) => markDutyNews(seen, ids))
}

/** In one go where there is a record already, so that another tab’s word is not lost. */
async function changeSeen(cache: Cache, key: string, change: (seen: DutiesSeen | undefined) => DutiesSeen): Promise<void> {
  if (await cache.read(key, parseSeen)) await cache.confirm(key, parseSeen, change)
  else await cache.put(key, change(undefined))
}
