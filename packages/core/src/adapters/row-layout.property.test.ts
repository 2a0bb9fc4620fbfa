import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chunkIn, joinRecord, pieceAnew, placeOf, splitRecord } from './row-layout.ts'
import type { StoredRows } from './row-layout.ts'
import { decodeRows, encodeRows } from './row-text.ts'
import type { Row } from './row-text.ts'

const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('micro', 'community', '中海城南一号'),
  fc.record({ zh: fc.string(), en: fc.string() }),
)
const rows = (options: { minLength: number; maxLength: number }): fc.Arbitrary<Row[]> =>
  fc
    .uniqueArray(
      fc.record(
        { id: fc.string(), level: value, name: value, parentId: value, codes: fc.array(value, { maxLength: 2 }) },
        { requiredKeys: ['id'] },
      ),
      { ...options, selector: ({ id }) => id, size: 'max' },
    )
    // As it comes from a server: what JSON cannot tell apart, no store need.
    .map((list) => JSON.parse(JSON.stringify(list)) as Row[])

/** A list as long as is asked for, of a few rows again and again. */
function longList(few: Row[], count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({ ...few[i % few.length]!, id: `${few[i % few.length]!.id}/${i}` }))
}

const lengths = fc.constantFrom(500, 501, 1_235, 2_000, 2_001, 20_001)
const some = rows({ minLength: 1, maxLength: 8 })

function split(list: Row[]) {
  const record = { key: '/v1/grids', data: { asOf: 'now', grids: list }, fetchedAt: 1, etag: '"1"' }
  const parts = splitRecord(record)
  assert.ok(parts)
  return { record, ...parts, rows: parts.head.rows! }
}

test('rows come out of a text as they went in, each in its place', () => {
  fc.assert(
    fc.property(rows({ minLength: 0, maxLength: 60 }), (list) => {
      const placed = decodeRows(encodeRows({ at: list.map((_, i) => i * 3), rows: list }))
      assert.ok(placed)
      const found = placed.rows.map((row, i) => [placed.at[i]!, row] as const).sort(([a], [b]) => a - b)
      assert.deepEqual(
        found,
        list.map((row, i) => [i * 3, row]),
      )
    }),
  )
})

test('a text that is cut off or damaged is none, or says what it said', () => {
  fc.assert(
    fc.property(rows({ minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (list, cut, flip) => {
      const text = encodeRows({ at: list.map((_, i) => i), rows: list })
      assert.equal(decodeRows(text.slice(0, cut % text.length)), undefined)
      // A flipped sign may be within a name; what comes out has the shape of rows all the same.
      const place = flip % text.length
      const damaged = decodeRows(`${text.slice(0, place)}#${text.slice(place + 1)}`)
      assert.ok(damaged === undefined || damaged.rows.every(({ id }) => typeof id === 'string'))
    }),
  )
})

test('what is no text of rows is refused, whatever it is', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '{}',
    '[2,[]]',
    '[1]',
    '[1,[{"at":[0],"rows":{"keys":["id"],"columns":[[1]]}}]]',
    7,
    undefined,
  ])
    assert.equal(decodeRows(text), undefined)
  assert.equal(decodeRows('[1,[{"at":[0,1],"rows":{"keys":["id"],"columns":[["a"]]}}]]'), undefined)
  assert.equal(decodeRows('[1,[{"at":[0],"rows":{"keys":["id"],"columns":[{"texts":["a"],"at":[1]}]}}]]'), undefined)
})

test('a list in pieces is the list that was split, in its order; a short one stays in one piece', () => {
  fc.assert(
    fc.property(some, lengths, (few, count) => {
      const { record, head, pieces } = split(longList(few, count))
      assert.deepEqual(joinRecord(head, pieces), record)
    }),
    { numRuns: 25 },
  )
  assert.equal(splitRecord({ key: 'k', data: { grids: longList([{ id: 'a' }], 499) }, fetchedAt: 1 }), undefined)
})

test('without a piece, with one of another list, or with a chunk that is damaged there is no record', () => {
  fc.assert(
    fc.property(some, lengths, fc.nat(), (few, count, at) => {
      const { head, pieces } = split(longList(few, count))
      const n = at % pieces.length
      const without = pieces.filter((_, i) => i !== n)
      assert.equal(joinRecord(head, without), undefined)
      const longer = split(longList(few, count + 600)).pieces
      assert.equal(joinRecord(head, longer), undefined)
      const broken: StoredRows[] = pieces.map((piece, i) => (i === n ? piece.map(() => '[1,[{"at":[0]') : piece))
      assert.equal(joinRecord(head, broken), undefined)
    }),
    { numRuns: 15 },
  )
})

test('rows that lie beside their piece are read in the place of the old ones, also once they are taken in', () => {
  for (const count of [501, 2_001, 20_001])
    fc.assert(
      fc.property(some, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (few, picks) => {
        const list = longList(few, count)
        const { record, head, pieces, rows: layout } = split(list)
        const news = new Map(picks.map((pick) => [pick % count, { ...list[pick % count]!, changed: pick }]))
        const beside = [...news].map(([at, row]) => ({ at, row }))
        const expected = { ...record, data: { ...record.data, grids: list.map((row, at) => news.get(at) ?? row) } }
        assert.deepEqual(joinRecord(head, [...pieces, ...beside]), expected)
        const ofPiece = (n: number) => beside.filter(({ row }) => placeOf(row.id, layout).piece === n)
        const takenIn = pieces.map((piece, n) => pieceAnew([piece, ...ofPiece(n)]))
        assert.deepEqual(joinRecord(head, takenIn), expected)
        for (const { row } of beside) {
          const { piece, chunk } = placeOf(row.id, layout)
          assert.deepEqual(
            chunkIn([takenIn[piece]!], chunk)?.rows.find(({ id }) => id === row.id),
            row,
          )
        }
      }),
      { numRuns: 5 },
    )
})
