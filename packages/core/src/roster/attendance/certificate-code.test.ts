import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CERTIFICATE_CODE_BYTES, certificateCode, readCertificateCode } from './certificate-code.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const bytes = fc.uint8Array({ minLength: CERTIFICATE_CODE_BYTES, maxLength: CERTIFICATE_CODE_BYTES })

test('a code is read back however it was typed', () => {
  fc.assert(
    fc.property(bytes, (chance) => {
      const code = certificateCode(chance)
      assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
      const typed = [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('-', ''), ` ${code} `]
      const lookalike = code.replaceAll('0', 'O').replaceAll('1', 'l')
      for (const text of [...typed, lookalike]) assert.equal(readCertificateCode(text), code)
    }),
  )
})

test('every single wrong character and every two that changed places are found', () => {
  fc.assert(
    fc.property(bytes, (chance) => {
      const code = certificateCode(chance).replaceAll('-', '')
      for (let k = 0; k < code.length; k++) {
        for (const wrong of ALPHABET) {
          if (wrong !== code[k]) assert.equal(readCertificateCode(code.slice(0, k) + wrong + code.slice(k + 1)), undefined)
        }
        for (let other = k + 1; other < code.length; other++) {
          if (code[k] === code[other]) continue
          const swapped = code.slice(0, k) + code[other] + code.slice(k + 1, other) + code[k] + code.slice(other + 1)
          assert.equal(readCertificateCode(swapped), undefined)
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('what is no code is none, and a code wants its bytes of chance', () => {
  for (const text of ['', '0000-0000-0000-000', '0000-0000-0000-00000', 'U000-0000-0000-0000', '零000-0000-0000-0000']) {
    assert.equal(readCertificateCode(text), undefined, text)
  }
  assert.equal(readCertificateCode('0000-0000-0000-0000'), '0000-0000-0000-0000')
  assert.throws(() => certificateCode(new Uint8Array(14)), RangeError)
})
