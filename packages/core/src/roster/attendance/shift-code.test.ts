import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { CODE_LEAD_MS, CODE_SKEW_MS, CODE_WINDOW_MS, makeShiftCode, slotOfCode, verifyShiftCode } from './shift-code.ts'
import type { Mac } from './shift-code.ts'

const macWith =
  (keys: Record<string, string>): Mac =>
  (kid, text) =>
    keys[kid] === undefined ? undefined : createHmac('sha256', keys[kid]).update(text).digest()
const mac = macWith({ s1: 'first secret', s2: 'second secret' })
const now = Date.parse('2026-03-03T08:00:10+08:00')
const options = { districtId: 'main', slotId: 'sh-20', kid: 's1', mac, nonce: 'bm9uY2UxMjM', now }

test('a code says its slot and the half minute in which it was shown', async () => {
  const { text, from, until } = await makeShiftCode(options)
  assert.equal(from, Date.parse('2026-03-03T08:00:00+08:00'))
  assert.equal(until, from + CODE_WINDOW_MS)
  assert.deepEqual(await verifyShiftCode(text, { districtId: 'main', mac, now }), {
    ok: true,
    code: { slotId: 'sh-20', nonce: 'bm9uY2UxMjM', from, until },
  })
  assert.equal(slotOfCode(text), 'sh-20')
  assert.equal(slotOfCode('nothing'), undefined)
  assert.ok(text.length < 110, `short enough for a coarse picture, ${text.length}`)
  assert.equal(encodeURI(`https://grid.example/check-in#${text}`), `https://grid.example/check-in#${text}`)
})

test('a code holds long enough to be changed for the next before it runs out, and is believed at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 * now }), async (at) => {
      const { text, from, until } = await makeShiftCode({ ...options, now: at })
      assert.ok(until - at > 0 && until - at >= CODE_LEAD_MS, `${until - at} ms left`)
      assert.ok(from - at <= CODE_LEAD_MS && until - from === CODE_WINDOW_MS)
      assert.ok((await verifyShiftCode(text, { districtId: 'main', mac, now: at })).ok)
    }),
  )
  const late = await makeShiftCode({ ...options, now: Date.parse('2026-03-03T08:00:20+08:00') })
  assert.equal(late.from, Date.parse('2026-03-03T08:00:30+08:00'))
})

test('a code is believed after its key was followed by another, and not once its key is gone', async () => {
  const { text } = await makeShiftCode(options)
  assert.ok((await verifyShiftCode(text, { districtId: 'main', mac, now })).ok)
  const without = { districtId: 'main', mac: macWith({ s2: 'second secret' }), now }
  assert.deepEqual(await verifyShiftCode(text, without), { ok: false, reason: 'code-forged' })
  await assert.rejects(makeShiftCode({ ...options, kid: 's3' }), RangeError)
})

test('the signature is HMAC-SHA-256 over the text that is written down here, its first half', async () => {
  const { text } = await makeShiftCode({ ...options, nonce: 'AAAAAAAA', now: 59_081_280 * CODE_WINDOW_MS })
  const expected = createHmac('sha256', 'first secret')
    .update('["wangge check-in","1","main","sh-20",59081280,"AAAAAAAA"]')
    .digest()
    .subarray(0, 16)
    .toString('base64url')
  assert.equal(text, `1~sh-20~${(59_081_280).toString(36)}~s1~AAAAAAAA~${expected}`)
})

test('the code of a time to come is none yet', async () => {
  const { text, from } = await makeShiftCode({ ...options, now: now + 10 * 60_000 })
  assert.deepEqual(await verifyShiftCode(text, { districtId: 'main', mac, now }), { ok: false, reason: 'code-not-yet' })
  assert.ok((await verifyShiftCode(text, { districtId: 'main', mac, now: from - CODE_SKEW_MS })).ok)
})

test('text that is no code is told apart from one that is forged', async () => {
  for (const text of ['', 'https://grid.example', '1~~~~~', 'a'.repeat(200), '1~sh-20~zz~s1~AAAAAAAA~short']) {
    assert.deepEqual(await verifyShiftCode(text, { districtId: 'main', mac, now }), { ok: false, reason: 'code-unreadable' })
  }
})

test('the code of another district, slot, window, nonce or signer never passes', async () => {
  const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,20}$/)
  const nonces = fc.stringMatching(/^[A-Za-z0-9_-]{8,12}$/)
  const codes = fc.record({
    districtId: ids,
    slotId: ids,
    secret: fc.string({ minLength: 1 }),
    nonce: nonces,
    now: fc.integer({ min: 0, max: now }),
  })
  await fc.assert(
    fc.asyncProperty(codes, codes, async (one, other) => {
      const sign = (code: typeof one) => makeShiftCode({ ...code, kid: 's1', mac: macWith({ s1: code.secret }) })
      const read = (text: string) => verifyShiftCode(text, { districtId: one.districtId, mac: macWith({ s1: one.secret }), now })
      const [own, others] = [await sign(one), await sign(other)]
      assert.ok((await read(own.text)).ok)
      const [ownParts, otherParts] = [own.text.split('~'), others.text.split('~')]
      // One part of each other code in turn, and the whole of it.
      for (const [index, part] of otherParts.entries()) {
        if (part === ownParts[index]) continue
        const mixed = ownParts.with(index, part).join('~')
        assert.equal((await read(mixed)).ok, false, mixed)
      }
      const isSameSigner = one.districtId === other.districtId && one.secret === other.secret
      assert.equal((await read(others.text)).ok, isSameSigner)
    }),
    { numRuns: 500 },
  )
})

test('no single changed character passes', async () => {
  const { text } = await makeShiftCode(options)
  for (let index = 0; index < text.length; index++) {
    for (const character of ['A', 'b', '0', '_', '~']) {
      const changed = text.slice(0, index) + character + text.slice(index + 1)
      if (changed !== text) assert.equal((await verifyShiftCode(changed, { districtId: 'main', mac, now })).ok, false, changed)
    }
  }
})
