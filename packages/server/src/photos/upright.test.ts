import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Orientation } from './exif-orientation.ts'
import { upright } from './upright.ts'

/** Three rows of two points as the camera was held. */
const HELD = { points: new Uint32Array([1, 2, 3, 4, 5, 6]), width: 2, height: 3 }

/** By hand: the rows of the upright picture. */
const UPRIGHT: Record<Orientation, number[][]> = {
  1: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  2: [
    [2, 1],
    [4, 3],
    [6, 5],
  ],
  3: [
    [6, 5],
    [4, 3],
    [2, 1],
  ],
  4: [
    [5, 6],
    [3, 4],
    [1, 2],
  ],
  5: [
    [1, 3, 5],
    [2, 4, 6],
  ],
  6: [
    [5, 3, 1],
    [6, 4, 2],
  ],
  7: [
    [6, 4, 2],
    [5, 3, 1],
  ],
  8: [
    [2, 4, 6],
    [1, 3, 5],
  ],
}

describe('an upright picture', () => {
  for (const [orientation, rows] of Object.entries(UPRIGHT)) {
    it(`is made of orientation ${orientation}`, () => {
      const { points, width, height } = upright(HELD, Number(orientation) as Orientation)
      assert.deepEqual([width, height, [...points]], [rows[0]!.length, rows.length, rows.flat()])
    })
  }
})
