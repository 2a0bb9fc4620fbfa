import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSseParser } from './sse-parser.ts'
import type { ServerSentEvent } from './sse-parser.ts'

function parse(chunks: string[], lastEventId = '') {
  const events: ServerSentEvent[] = []
  const retries: number[] = []
  const parser = createSseParser({ onEvent: (event) => events.push(event), onRetry: (ms) => retries.push(ms), lastEventId })
  for (const chunk of chunks) parser.push(chunk)
  return { events, retries }
}

const data = (text: string) => parse([text]).events.map((event) => event.data)

test('an event has a type, data and an id', () => {
  assert.deepEqual(parse(['event: cursor\nid: 7\ndata: {"cursor": 7}\n\n']).events, [
    { type: 'cursor', data: '{"cursor": 7}', lastEventId: '7' },
  ])
})

for (const [what, stream, expected] of [
  ['lines of data are joined', 'data: a\ndata: b\n\n', ['a\nb']],
  ['one space after the colon is dropped, a second is not', 'data:  a\n\ndata:b\n\n', [' a', 'b']],
  ['a field without a colon has an empty value', 'data\n\ndata\ndata\n\n', ['', '\n']],
  ['comments and unknown fields say nothing', ': alive\n\nfoo: 1\n\ndata: a\n\n', ['a']],
  ['CR, LF and CRLF end a line', 'data: a\r\rdata: b\r\n\r\ndata: c\n\n', ['a', 'b', 'c']],
  ['a byte order mark at the start is dropped', '\uFEFFdata: a\n\n', ['a']],
  ['an event that is not finished is not told', 'data: a\n\ndata: b\n', ['a']],
] as const) {
  test(what, () => assert.deepEqual(data(stream), expected))
}

test('a type holds for its event only; an id for all that follow, until another comes; one with a NUL is none', () => {
  const { events } = parse(['id: 1\nevent: x\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n'], '0')
  assert.deepEqual(
    events.map(({ type, lastEventId }) => [type, lastEventId]),
    [
      ['x', '1'],
      ['message', '1'],
      ['message', '1'],
      ['message', ''],
    ],
  )
})

test('a wait before reconnecting is heard where it is a number', () => {
  assert.deepEqual(parse(['retry: 3000\nretry: soon\nretry: -1\n']).retries, [3000])
})

test('where the chunks end makes no difference', () => {
  const lines = fc.constantFrom('data: 一', 'data: b', 'id: 7', 'event: cursor', ': c', '', '', 'data', 'retry: 5')
  const stream = fc.array(fc.tuple(lines, fc.constantFrom('\n', '\r', '\r\n')), { maxLength: 30 })
  fc.assert(
    fc.property(stream, fc.array(fc.nat({ max: 200 }), { maxLength: 12 }), (parts, cuts) => {
      // A lone CR right before a LF would read as one line end, not as two.
      const text = parts.map(([line, end]) => line + end).join('')
      const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length]
      const chunks = at.slice(1).map((end, i) => text.slice(at[i], end))
      assert.deepEqual(parse(chunks), parse([text]))
      assert.deepEqual(parse([...text]), parse([text]))
    }),
  )
})
