import assert from 'node:assert/strict'
import { it } from 'node:test'
import { localMidnight } from './local-midnight.ts'

const at = (text: string) => Date.parse(text)

it('begins the local day at local midnight, not at that of UTC', () => {
  assert.equal(localMidnight(at('2026-03-02T01:00:00+08:00'), 'Asia/Shanghai'), at('2026-03-02T00:00:00+08:00'))
  assert.equal(localMidnight(at('2026-03-02T23:59:59.999+08:00'), 'Asia/Shanghai'), at('2026-03-02T00:00:00+08:00'))
  assert.equal(localMidnight(at('2026-03-02T00:00:00+08:00'), 'Asia/Shanghai'), at('2026-03-02T00:00:00+08:00'))
})
