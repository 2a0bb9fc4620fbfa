import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { recordingUnits } from './recording-units.ts'

const unit = (zh: string) => ({ zh: `${zh}社区`, en: `Community ${zh}` })

test('each unit certifies what it recorded, once, in the order of its first record', () => {
  const records = [
    { organiser: unit('北'), minutes: 30 },
    { organiser: unit('南'), minutes: 60 },
    { organiser: unit('北'), minutes: 15 },
  ]
  assert.deepEqual(recordingUnits(records), [
    { name: unit('北'), minutes: 45 },
    { name: unit('南'), minutes: 60 },
  ])
  assert.deepEqual(recordingUnits([]), [])
})

test('together they certify all of it, and nobody another’s', () => {
  const record = fc.record({ organiser: fc.constantFrom('a', 'b', 'c').map(unit), minutes: fc.nat(600) })
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const units = recordingUnits(records)
      assert.equal(new Set(units.map(({ name }) => name.zh)).size, units.length)
      for (const { name, minutes } of units) {
        const own = records.filter(({ organiser }) => organiser.zh === name.zh)
        assert.equal(
          minutes,
          own.reduce((sum, one) => sum + one.minutes, 0),
        )
      }
      assert.ok(records.every(({ organiser }) => units.some(({ name }) => name.zh === organiser.zh)))
    }),
  )
})
