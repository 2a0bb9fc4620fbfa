import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { digest, sha256 } from './sha256.ts'

const known = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('both ways give the standard’s digest, for any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      assert.equal(Buffer.from(digest(bytes)).toString('hex'), known(bytes))
      assert.equal(await sha256(Uint8Array.from(bytes).buffer), known(bytes))
    }),
  )
})

for (const length of [0, 55, 56, 63, 64, 119, 120, 1_000_003]) {
  test(`${length} bytes are padded right`, () => {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7)
    assert.equal(Buffer.from(digest(bytes)).toString('hex'), known(bytes))
  })
}
