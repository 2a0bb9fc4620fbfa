import assert from 'node:assert/strict'
import { it } from 'node:test'
import { named, overlapHint } from './hints.ts'

const sizes: [area: number, width: number, told: string][] = [
  [0.0123456, 0.0181416, '0.0123 m², 1.81 cm'],
  [0.99999, 0.0099999, '1 m², 10 mm'],
  [99.96, 0.99996, '100 m², 100 cm'],
  [999.6, 9.996, '1000 m², 10 m'],
  [1234.5, 12.34, '1235 m², 12.3 m'],
  [0.0000004, 0.00000012, '0.0000004 m², 0.00012 mm'],
  [0, 0, '0 m², 0 mm'],
  [Infinity, 1, '? m², 1 m'],
]
for (const [area, width, told] of sizes) {
  it(`tells three digits that count: ${told}`, () => {
    const who = named(['a', 'b'])
    // Twice: the second time from what was kept.
    for (const { zh, en } of [overlapHint(who, area, width), overlapHint(who, area, width)]) {
      assert.ok(en.startsWith(`Grids a, b overlap by ${told} at the widest.`), en)
      assert.ok(zh.startsWith(`网格 a、b 重叠 ${told.replace(' m², ', ' 平方米，最宽处 ').replace(/[cm]*m$/, '')}`), zh)
    }
  })
}
