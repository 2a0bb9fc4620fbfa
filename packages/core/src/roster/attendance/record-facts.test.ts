import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changedFacts, correctFacts, RECORD_FACTS, standingFacts } from './record-facts.ts'
import type { KeptFacts, RecordFact } from './record-facts.ts'

const record = {
  activity: { zh: '巡查岗', en: 'Patrol' },
  place: { zh: '北门', en: 'North gate' },
  content: { zh: '街巷巡查', en: 'Patrol of lanes' },
  inCharge: '张三',
  checkedInAt: '2026-03-02T09:00:00+08:00',
  lacks: undefined as ('inCharge' | 'inChargeName')[] | undefined,
}

const word = fc.constantFrom('南门', '北门', 'North gate', '张三', '李四', '巡查岗', '交通引导')
const asked = fc.record({ activity: word, place: word, content: word, inCharge: word }, { requiredKeys: [] })
const kept = fc.record(
  { activity: word, place: word, content: word, inCharge: fc.option(word, { nil: null }) },
  { requiredKeys: [] },
)
const told = (one: typeof record, fact: RecordFact) => {
  const value = one[fact]
  return typeof value === 'object' ? value.zh : value
}

test('what corrections name last is told in both languages, what none names stays, and the record itself is as it was', () => {
  fc.assert(
    fc.property(fc.array(kept, { maxLength: 5 }), (accepted) => {
      const before = structuredClone(record)
      const after = correctFacts(record, accepted)
      assert.deepEqual(record, before)
      for (const fact of RECORD_FACTS) {
        const last = accepted.findLast((one) => one[fact] !== undefined)?.[fact]
        if (last === undefined) assert.deepEqual(after[fact], record[fact])
        else if (last === null) assert.deepEqual([after.inCharge, after.lacks], [undefined, ['inChargeName']])
        else assert.deepEqual(after[fact], fact === 'inCharge' ? last : { zh: last, en: last })
      }
      assert.equal(after.checkedInAt, record.checkedInAt)
    }),
  )
})

test('one after the other is the same as all at once, and the same again changes nothing', () => {
  fc.assert(
    fc.property(kept, kept, (one, other) => {
      assert.deepEqual(correctFacts(correctFacts(record, [one]), [other]), correctFacts(record, [one, other]))
      assert.deepEqual(correctFacts(record, [one, one]), correctFacts(record, [one]))
    }),
  )
})

test('what is asked for and changes something changes just that, and asked for again nothing', () => {
  fc.assert(
    fc.property(asked, (facts) => {
      const changed = changedFacts(facts, record)
      const after = correctFacts(record, [changed])
      assert.deepEqual(changedFacts(changed, after), {})
      for (const fact of RECORD_FACTS) {
        assert.equal(told(after, fact), changed[fact] ?? told(record, fact))
        assert.equal(fact in changed, told(after, fact) !== told(record, fact))
      }
    }),
  )
})

test('a record that lacked somebody in charge lacks them no more once one is named', () => {
  const { inCharge: _, ...nobody } = record
  const facts: KeptFacts = { inCharge: '李四' }
  const after = correctFacts<typeof nobody & { inCharge?: string }>({ ...nobody, lacks: ['inCharge'] }, [facts])
  assert.deepEqual([after.inCharge, after.lacks], ['李四', undefined])
})

test('what stands is told of what is named alone, and not where nothing does', () => {
  const { inCharge: _, ...nobody } = record
  assert.deepEqual(standingFacts({ facts: { place: '南门', inCharge: '李四' } }, record), {
    place: record.place,
    inCharge: '张三',
  })
  assert.deepEqual(standingFacts({ facts: { inCharge: '李四' } }, nobody), {})
  assert.deepEqual(standingFacts({ facts: { inCharge: '李四' } }, { ...nobody, lacks: ['inCharge'] }), {})
  assert.deepEqual(standingFacts({ checkedInAt: '2026-03-02T09:30:00+08:00' }, record), { checkedInAt: record.checkedInAt })
})

test('a name that stood there and is kept no longer is told as such, of a record that corrections changed too', () => {
  fc.assert(
    fc.property(asked, fc.array(kept, { maxLength: 3 }), (facts, accepted) => {
      const now = correctFacts(record, accepted)
      const before = standingFacts({ facts }, now)
      const isGone = accepted.findLast(({ inCharge }) => inCharge !== undefined)?.inCharge === null
      assert.deepEqual(before.inCharge, facts.inCharge === undefined ? undefined : isGone ? null : now.inCharge)
    }),
  )
})
