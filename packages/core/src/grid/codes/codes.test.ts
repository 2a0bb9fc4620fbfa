import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { grid, SMALL_DISTRICT, treeOf } from '../../../test/small-district.ts'
import { createGridTree } from '../grid-tree.ts'
import { gridCodeSchema } from '../schema.ts'
import { checkCodes } from './check-codes.ts'
import { isCode } from './is-code.ts'
import { formatCode, parseCode } from './parse-code.ts'
import type { CodeParts, CodeScheme } from './parse-code.ts'

const READ: [CodeScheme, string, string, CodeParts, string][] = [
  ['nbs12', '510107064001', '510107064001', { county: '510107', street: '064', community: '001' }, '510107 064 001'],
  [
    'nbs12',
    ' ５１０１０７　０６４-００１ ',
    '510107064001',
    { county: '510107', street: '064', community: '001' },
    '510107 064 001',
  ],
  ['nbs12', '510172704000', '510172704000', { county: '510172', street: '704', community: '000' }, '510172 704 000'],
  [
    'unit15',
    '510107–064–001–003',
    '510107064001003',
    { county: '510107', street: '064', community: '001', unit: '003' },
    '510107 064 001 003',
  ],
  [
    'cjt349',
    '0101 00 510107 064 601 02',
    '01010051010706460102',
    { object: '010100', county: '510107', street: '064', community: '601', unit: '02' },
    '010100 510107 064 601 02',
  ],
  ['wecom', '\u200bGrid_A1/x== ', 'Grid_A1/x==', {}, 'Grid_A1/x=='],
  ['local', ' ＧＸ-０１　 三瓦窑 ', 'GX-01 三瓦窑', {}, 'GX-01 三瓦窑'],
]

for (const [scheme, text, value, parts, shown] of READ) {
  test(`reads ${scheme} as a clerk types it: ${text.trim()}`, () => {
    assert.deepEqual(parseCode(scheme, text), { ok: true, scheme, value, parts })
    assert.equal(formatCode(scheme, text), shown)
    assert.ok(isCode(scheme, value))
    assert.deepEqual(gridCodeSchema.parse({ scheme, value }), { scheme, value })
  })
}

const REFUSED: [CodeScheme, string, string, object][] = [
  ['nbs12', '', 'empty', {}],
  ['local', ' \u3000\u200b', 'empty', {}],
  ['nbs12', '510107064', 'wrong-length', { expected: { min: 12, max: 12 }, length: 9 }],
  ['unit15', '5101070640010031', 'wrong-length', { expected: { min: 15, max: 15 }, length: 16 }],
  ['cjt349', '510107064001', 'wrong-length', { expected: { min: 20, max: 20 }, length: 12 }],
  ['nbs12', '51010706400l', 'wrong-character', { character: 'l', at: 11 }],
  ['nbs12', '010107064001', 'wrong-county', { county: '010107' }],
  ['cjt349', '01010001010706460102', 'wrong-county', { county: '010107' }],
  ['nbs12', '5.10107E+11', 'spreadsheet-number', { text: '5.10107E+11' }],
  ['unit15', '510107064001003.0', 'spreadsheet-number', { text: '510107064001003.0' }],
  ['wecom', 'grid 1', 'wrong-character', { character: ' ', at: 4 }],
  ['wecom', '网格1', 'wrong-character', { character: '网', at: 0 }],
  ['local', 'a'.repeat(41), 'wrong-length', { expected: { min: 1, max: 40 }, length: 41 }],
  ['local', 'GX\u000001', 'wrong-character', { character: '\0', at: 2 }],
]

for (const [scheme, text, reason, detail] of REFUSED) {
  test(`refuses as ${scheme}: ${JSON.stringify(text).slice(0, 30)} (${reason})`, () => {
    assert.deepEqual(parseCode(scheme, text), { ok: false, reason, detail: { scheme, ...detail } })
    assert.throws(() => formatCode(scheme, text), { name: 'SdkError', code: 'bad-argument' })
    assert.ok(!isCode(scheme, text))
  })
}

test('a scheme that is not known is an error', () => {
  assert.throws(() => parseCode('gb' as CodeScheme, '1'), { name: 'SdkError', code: 'bad-argument' })
})

test('what was read is read again as itself, and the record’s schema takes no other way of writing it', () => {
  const scheme = fc.constantFrom<CodeScheme[]>('nbs12', 'unit15', 'cjt349', 'wecom', 'local')
  const digits = fc.stringMatching(/^[0-9 ０-９-]{10,26}$/)
  fc.assert(
    fc.property(scheme, fc.oneof(digits, fc.string({ maxLength: 44, unit: 'grapheme' })), (one, text) => {
      const result = parseCode(one, text)
      const isTaken = gridCodeSchema.safeParse({ scheme: one, value: text }).success
      assert.equal(isTaken, result.ok && result.value === text, text)
      if (!result.ok) return
      assert.deepEqual(parseCode(one, result.value), result)
      assert.deepEqual(parseCode(one, formatCode(one, result.value)), result)
    }),
    { numRuns: 2000 },
  )
})

test('a code in two ways of writing is one code: of one grid, and found by both', () => {
  const spaced = grid('m5', 'micro', 'e1', { codes: [{ scheme: 'unit15', value: '510107 064 001 005' }] })
  const plain = grid('m6', 'micro', 'e1', { codes: [{ scheme: 'unit15', value: '510107064001005' }] })
  const both = createGridTree([...SMALL_DISTRICT, spaced, plain])
  assert.ok(!both.ok)
  assert.deepEqual(
    both.problems.map(({ code, grids }) => [code, ...grids]),
    [['duplicate-code', 'm5', 'm6']],
  )
  const tree = treeOf([...SMALL_DISTRICT, plain])
  assert.equal(tree.findByCode('unit15', '５１０１０７ 064 001 005')?.id, 'm6')
})

const coded = (id: string, parentId: string, ...codes: [CodeScheme, string][]) =>
  grid(id, 'estate', parentId, { codes: codes.map(([scheme, value]) => ({ scheme, value })) })
const warned = (...more: ReturnType<typeof grid>[]) =>
  checkCodes(treeOf([...SMALL_DISTRICT, ...more])).map(({ code, grids, parent }) =>
    [code, grids[0], parent ?? ''].join(' ').trim(),
  )

test('warns of codes that do not begin with the division of the grid above, and of no others', () => {
  assert.deepEqual(warned(), [])
  assert.deepEqual(warned(coded('x', 'c1', ['unit15', '510107064001007'])), [])
  assert.deepEqual(warned(coded('x', 'c1', ['unit15', '510107064002007'])), ['code-elsewhere x c1'])
  assert.deepEqual(warned(coded('x', 'c1', ['cjt349', '01010051010706400107'])), [])
  assert.deepEqual(warned(coded('x', 'c1', ['cjt349', '01010051010706460107'])), [], 'communities merged into one grid')
  assert.deepEqual(warned(coded('x', 'c1', ['cjt349', '01010051010706560107'])), ['code-elsewhere x c1'])
  assert.deepEqual(warned(coded('x', 'c1', ['local', 'anything'], ['wecom', 'opaque'])), [])
})

test('warns where a community’s code is of another sub-district, unless that has such a code as well', () => {
  const district = (...values: string[]) => [
    grid('s', 'subdistrict', undefined, { codes: values.map((value) => ({ scheme: 'nbs12', value })) }),
    grid('c', 'community', 's', { codes: [{ scheme: 'nbs12', value: '510172704003' }] }),
  ]
  const warningsOf = (...values: string[]) => checkCodes(treeOf(district(...values))).map(({ grids }) => grids[0])
  assert.deepEqual(warningsOf('510107064000'), ['c'])
  assert.deepEqual(warningsOf('510107064000', '510172704000'), [])
  assert.deepEqual(warningsOf(), [])
})

test('warns, in both languages, of a code that does not have its scheme’s shape', () => {
  const tree = treeOf([...SMALL_DISTRICT, coded('x', 'c1', ['nbs12', '5101'], ['unit15', '510107 064 001 007'])])
  const warnings = checkCodes(tree)
  assert.deepEqual(
    warnings.map(({ code, value }) => [code, value]),
    [
      ['code-shape', '5101'],
      ['code-shape', '510107 064 001 007'],
    ],
  )
  for (const { message, hint } of warnings) {
    for (const text of [message, hint]) {
      assert.match(text.zh, /[\u4e00-\u9fff].*。$/)
      assert.match(text.en, /^[\x20-\x7e]+\.$/)
    }
  }
})
