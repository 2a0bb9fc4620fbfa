// What happens to duties in any order, looked at and marked now and then: nothing is told twice, and nothing is missed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dutyNews, markDutyNews, noteDuties } from './duty-news.ts'
import type { DutiesNow } from './duty-news.ts'
import { signUpEndSchema, signUpStateSchema, swapStateSchema, correctionStateSchema, attendanceStateSchema } from './schema.ts'
import type { DutiesSeen, SignUpView } from './schema.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-02T00:00:00Z')
const iso = (hours: number) => new Date(START + hours * HOUR).toISOString()
const pick = fc.constantFrom

const slotOf = fc
  .record({ hour: pick(20, 22, 100), cancelled: pick(false, false, true), post: pick('p1', 'p2') })
  .map(({ hour, cancelled, post }) => ({
    ...{ post: { id: post, kind: 'mobile' as const, name: { zh: '岗', en: 'Post' }, gridId: 'g' }, cancelled },
    ...{ startsAt: iso(hour), endsAt: iso(hour + 2), capacity: 2, seated: 1, waitlisted: 0 },
  }))

const signUpOf = fc.record({
  n: fc.nat(2),
  state: pick(...signUpStateSchema.options),
  ended: pick(...signUpEndSchema.options),
  by: pick('self' as const, 'liaison' as const, 'invitation' as const),
  confirm: fc.option(pick(10, 15), { nil: undefined }),
  reminded: fc.boolean(),
  attendance: pick(...attendanceStateSchema.options),
  slot: slotOf,
})

const dutiesOf = fc
  .record({
    signUps: fc.uniqueArray(signUpOf, { maxLength: 3, selector: ({ n }) => n }),
    swaps: fc.uniqueArray(
      fc.record({ n: fc.nat(1), state: pick(...swapStateSchema.options), mine: pick('offered', 'accepted', 'open') }),
      { maxLength: 2, selector: ({ n }) => n },
    ),
    corrections: fc.uniqueArray(fc.record({ n: fc.nat(1), state: pick(...correctionStateSchema.options) }), {
      maxLength: 2,
      selector: ({ n }) => n,
    }),
  })
  .map(({ signUps, swaps, corrections }): DutiesNow => ({
    signUps: signUps.map(({ n, state, ended, by, confirm, reminded, attendance, slot }): SignUpView => {
      const asked = confirm !== undefined && (state === 'offered' || state === 'seated')
      return {
        ...{ id: `01S${n}`, slotId: `s${n}`, orgId: 'o', state, at: iso(-9), by, attendance: { state: attendance } },
        slot: { id: `s${n}`, ...slot },
        ...(state === 'cancelled' && { ended }),
        ...(asked && { confirmBy: iso(confirm) }),
        ...(asked && reminded && { remindedAt: iso(1) }),
      }
    }),
    swaps: swaps.map(({ n, state, mine }) => ({ id: `01W${n}`, orgId: 'o', slotId: `s${n}`, state, mine, at: iso(-9) })),
    corrections: corrections.map(({ n, state }) => ({
      ...{ id: `01C${n}`, signUpId: `01S${n}`, slotId: `s${n}`, state, reason: 'r', actions: [] },
      ...{ checkedInAt: iso(-30), checkedOutAt: iso(-28), requestedAt: iso(-20), steppedAt: iso(-10) },
    })),
  }))

/** A look at what is there: what is marked of it, by the places of the news, and how many hours have gone by since the last. */
const lookOf = fc.record({ duties: dutiesOf, marked: fc.array(fc.nat(5), { maxLength: 4 }), hours: fc.nat(8) })
const lives = fc.array(lookOf, { minLength: 1, maxLength: 8 })

function shuffled<T>(list: readonly T[] | undefined): T[] {
  return [...(list ?? [])].reverse()
}

test('looking changes nothing of what is news, however often, and looking twice changes nothing at all', () => {
  fc.assert(
    fc.property(lives, (looks) => {
      let seen: DutiesSeen | undefined
      let now = START
      for (const { duties, marked, hours } of looks) {
        now += hours * HOUR
        const news = dutyNews(seen, duties, { now })
        const noted = noteDuties(seen, duties, { now })
        assert.deepEqual(dutyNews(noted, duties, { now }), news)
        assert.equal(noteDuties(noted, duties, { now }), noted)
        seen = markDutyNews(
          noted,
          marked.flatMap((place) => news[place]?.id ?? []),
        )
      }
    }),
    { numRuns: 4_000 },
  )
})

test('what was marked is not told again unless something else was there in between', () => {
  fc.assert(
    fc.property(lives, (looks) => {
      let seen: DutiesSeen | undefined
      let now = START
      /** The value of each aspect that was marked last. */
      const told = new Map<string, string>()
      for (const { duties, marked, hours } of looks) {
        now += hours * HOUR
        const news = dutyNews(seen, duties, { now })
        for (const { id } of news) {
          const [key = '', value] = id.split('=')
          assert.notEqual(told.get(key), value, id)
        }
        seen = noteDuties(seen, duties, { now })
        for (const [key, value] of Object.entries(seen)) if (told.get(key) !== value) told.delete(key)
        const ids = marked.flatMap((place) => news[place]?.id ?? [])
        seen = markDutyNews(seen, ids)
        for (const id of ids) told.set(id.split('=')[0] ?? '', id.split('=')[1] ?? '')
        const left = dutyNews(seen, duties, { now }).map(({ id }) => id)
        assert.deepEqual(
          left,
          news.map(({ id }) => id).filter((id) => !ids.includes(id)),
        )
      }
    }),
    { numRuns: 4_000 },
  )
})

test('a call-off, and a seat that others took back, is told to whoever had it, whenever they look and whatever else was marked', () => {
  const before = (view: SignUpView): SignUpView => ({ ...view, state: 'seated', slot: { ...view.slot!, cancelled: false } })
  fc.assert(
    fc.property(lives, pick('slot-cancelled' as const, 'not-confirmed' as const, 'replanned' as const), (looks, ended) => {
      const last = looks.at(-1)!.duties
      const context = { now: START }
      let seen = noteDuties(undefined, { ...last, signUps: last.signUps.map(before) }, context)
      const over = { ...last, signUps: last.signUps.map((view): SignUpView => ({ ...view, state: 'cancelled', ended })) }
      for (const { marked } of looks) {
        const others = dutyNews(seen, over, context).filter(({ kind }) => kind !== 'called-off' && kind !== 'ended')
        seen = noteDuties(seen, over, context)
        seen = markDutyNews(
          seen,
          marked.flatMap((place) => others[place]?.id ?? []),
        )
      }
      const told = dutyNews(seen, over, context).filter(({ kind }) => kind === 'called-off' || kind === 'ended')
      // A duty that a liaison gave, and that was not marked, is called off before it was seen: told all the same.
      assert.deepEqual(told.map(({ signUpId }) => signUpId).sort(), over.signUps.map(({ id }) => id).sort())
    }),
    { numRuns: 2_000 },
  )
})

test('comes in one order, whatever order the lists are in', () => {
  fc.assert(
    fc.property(lives, (looks) => {
      const [first, then] = [looks[0]!.duties, looks.at(-1)!.duties]
      const seen = noteDuties(undefined, first, { now: START })
      const other: DutiesNow = {
        signUps: shuffled(then.signUps),
        swaps: shuffled(then.swaps),
        corrections: shuffled(then.corrections),
      }
      assert.deepEqual(dutyNews(seen, other, { now: START }), dutyNews(seen, then, { now: START }))
    }),
    { numRuns: 2_000 },
  )
})
