import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { exifOf } from '../../test/photos.ts'
import { exifOrientation } from './exif-orientation.ts'

describe('the orientation that Exif tells', () => {
  it('is read in either order of bytes, behind other entries', () => {
    for (const little of [true, false]) {
      for (let value = 1; value <= 8; value++) {
        assert.equal(exifOrientation(exifOf({ orientation: value, little, before: 3 })), value)
      }
    }
  })

  it('is upright where there is none, or none that Exif knows', () => {
    assert.equal(exifOrientation(new Uint8Array()), 1)
    assert.equal(exifOrientation(Buffer.from('not a TIFF header at all')), 1)
    for (const orientation of [0, 9, 65_535]) assert.equal(exifOrientation(exifOf({ orientation })), 1)
  })

  it('is some orientation, whatever bytes follow a good start', () => {
    const start = fc.constantFrom(exifOf({ orientation: 6 }), exifOf({ orientation: 6, little: true, before: 2 }))
    const cut = fc.record({ start, kept: fc.nat({ max: 40 }), rest: fc.uint8Array({ maxLength: 60 }) })
    fc.assert(
      fc.property(cut, ({ start, kept, rest }) => {
        const orientation = exifOrientation(Buffer.concat([start.subarray(0, kept), rest]))
        assert.ok(Number.isInteger(orientation) && orientation >= 1 && orientation <= 8)
      }),
    )
  })
})
