import assert from 'node:assert/strict'
import { it } from 'node:test'
import { toXml } from './to-xml.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

it('writes the specification’s own example of a token', () => {
  assert.equal(
    toXml('service_requests', [{ service_request_id: '638344', token: '12345' }]),
    `${HEAD}<service_requests><request><service_request_id>638344</service_request_id><token>12345</token></request></service_requests>\n`,
  )
})

it('null and no text are an empty element, a list of nothing too, and what is undefined is left out', () => {
  assert.equal(toXml('errors', []), `${HEAD}<errors/>\n`)
  assert.equal(
    toXml('service_definition', { service_code: null, a: '', b: undefined, c: false, d: 0 }),
    `${HEAD}<service_definition><service_code/><a/><c>false</c><d>0</d></service_definition>\n`,
  )
})

it('lets no text be more than text, and no character through that XML does not have', () => {
  assert.equal(
    toXml('description', `<b>&"x"</b>]]>\r\n\u0000\u000b\ufffe网格😀`),
    `${HEAD}<description>&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;]]&gt;&#13;\n\ufffd\ufffd\ufffd网格😀</description>\n`,
  )
})

it('does not make up what a list holds', () => {
  assert.throws(() => toXml('things', [1]), RangeError)
})
