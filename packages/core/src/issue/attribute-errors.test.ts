import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attributeErrors } from './attribute-errors.ts'
import { categoryRefusal, isReportable } from './is-reportable.ts'
import { categoryAttributeSchema } from './schema.ts'
import type { CategoryAttribute, ReportCommand } from './schema.ts'

type Attributes = ReportCommand['attributes']
type Datatype = CategoryAttribute['datatype']

const label = { zh: '问', en: 'Ask' }
const values = ['a', 'b', 'c'].map((key) => ({ key, name: label }))
const attribute = (code: string, datatype: Datatype, required = false): CategoryAttribute => ({
  code,
  datatype,
  required,
  label,
  ...(datatype.endsWith('list') ? { values } : {}),
})
const wrong = (attributes: Attributes, ...asked: CategoryAttribute[]) =>
  attributeErrors(attributes, { attributes: asked }).map(({ path, code }) => [path.join('.'), code])

const DATATYPES = categoryAttributeSchema.shape.datatype.options
const RIGHT: Record<Datatype, Attributes[string][]> = {
  string: ['3 层', 'a'],
  number: [0, -1.5, 1e9],
  datetime: ['2026-03-02T09:00:00+08:00', '2026-03-02T01:00:00Z'],
  text: ['已经两天了\n还在', 'a'],
  singlevaluelist: ['a', 'c'],
  multivaluelist: [['a'], ['c', 'a']],
}
const WRONG: Record<Datatype, [value: Attributes[string], code: string][]> = {
  string: [
    [3, 'invalid_type'],
    [['a'], 'invalid_type'],
  ],
  number: [
    ['3', 'invalid_type'],
    [Number.NaN, 'invalid_type'],
    [Number.POSITIVE_INFINITY, 'invalid_type'],
    [['a'], 'invalid_type'],
  ],
  datetime: [
    ['yesterday', 'invalid_format'],
    ['2026-02-30T09:00:00+08:00', 'invalid_format'],
    ['2026-03-02T09:00', 'invalid_format'],
    [1_772_413_200_000, 'invalid_type'],
  ],
  text: [
    [3, 'invalid_type'],
    [['a'], 'invalid_type'],
  ],
  singlevaluelist: [
    ['d', 'invalid_value'],
    ['A', 'invalid_value'],
    [['a'], 'invalid_type'],
    [1, 'invalid_type'],
  ],
  multivaluelist: [
    [['a', 'd'], 'invalid_value'],
    [['a', 'b', 'a'], 'repeated'],
    ['a', 'invalid_type'],
    [1, 'invalid_type'],
  ],
}

for (const datatype of DATATYPES) {
  test(`${datatype} takes what it asks for, asked for or not`, () => {
    for (const value of RIGHT[datatype])
      for (const required of [true, false])
        assert.deepEqual(wrong({ x: value }, attribute('x', datatype, required)), [], `${value}`)
  })

  test(`${datatype} says what is wrong with anything else`, () => {
    for (const [value, code] of WRONG[datatype])
      for (const required of [true, false])
        assert.deepEqual(wrong({ x: value }, attribute('x', datatype, required)), [['attributes.x', code]], `${value}`)
  })

  test(`${datatype} may be left out, unless it is required; nothing entered is left out`, () => {
    assert.deepEqual(wrong({}, attribute('x', datatype)), [])
    for (const attributes of [{}, { x: '' }, { x: ' \n ' }, { x: [] }] as Attributes[])
      assert.deepEqual(wrong(attributes, attribute('x', datatype, true)), [['attributes.x', 'required']])
  })
}

test('a list without values has nothing to choose from', () => {
  const { values: _, ...bare } = attribute('x', 'singlevaluelist')
  assert.deepEqual(wrong({ x: 'a' }, bare), [['attributes.x', 'invalid_value']])
})

test('tells all that is wrong, in the category’s order, then what it does not know', () => {
  const asked = [attribute('one', 'number', true), attribute('two', 'string'), attribute('three', 'singlevaluelist', true)]
  assert.deepEqual(wrong({ surplus: 1, three: 'd', two: 'x' }, ...asked), [
    ['attributes.one', 'required'],
    ['attributes.three', 'invalid_value'],
    ['attributes.surplus', 'unknown'],
  ])
})

test('words that every object knows are no attributes', () => {
  assert.deepEqual(wrong({}, attribute('constructor', 'string', true)), [['attributes.constructor', 'required']])
  assert.deepEqual(wrong({}, attribute('toString', 'string')), [])
  assert.deepEqual(wrong({ constructor: 'x' } as unknown as Attributes), [['attributes.constructor', 'unknown']])
})

test('says what was expected and what came', () => {
  const [error] = attributeErrors({ x: ['a'] }, { attributes: [attribute('x', 'number')] })
  assert.deepEqual(error, { path: ['attributes', 'x'], code: 'invalid_type', message: 'Expected a number, got a list' })
})

const anyValue = fc.oneof(fc.string(), fc.double(), fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }))
const anyAttributes = fc.dictionary(fc.constantFrom('p', 'q', 'r', 's', 'constructor', '__proto__'), anyValue)
const anyAsked = fc
  .uniqueArray(fc.constantFrom('p', 'q', 'r', 'constructor'), { maxLength: 4 })
  .chain((codes) => fc.tuple(...codes.map((code) => fc.tuple(fc.constant(code), fc.constantFrom(...DATATYPES), fc.boolean()))))
  .map((all) => all.map(([code, datatype, required]) => attribute(code, datatype, required)))

test('says one thing at most of each code, and what it calls wrong is mended by leaving it out or by filling it in', () => {
  fc.assert(
    fc.property(anyAttributes, anyAsked, (attributes, asked) => {
      const codes = attributeErrors(attributes, { attributes: asked }).map(({ path }) => path[1] as string)
      assert.equal(new Set(codes).size, codes.length)
      const left = Object.entries(attributes).filter(([code]) => !codes.includes(code))
      const filled = asked.flatMap(({ code, datatype, required }): [string, Attributes[string]][] =>
        required && codes.includes(code) ? [[code, RIGHT[datatype][0] as Attributes[string]]] : [],
      )
      assert.deepEqual(wrong(Object.fromEntries([...left, ...filled]), ...asked), [])
    }),
  )
})

test('each attribute is judged by itself: what is wrong with all is what is wrong with each', () => {
  fc.assert(
    fc.property(anyAttributes, anyAsked, (attributes, asked) => {
      const together = wrong(attributes, ...asked).filter(([, code]) => code !== 'unknown')
      const apart = asked.flatMap((one) => wrong(attributes, one).filter(([path]) => path === `attributes.${one.code}`))
      assert.deepEqual(together, apart)
    }),
  )
})

test('only categories of the second level that are not retired are reported', () => {
  assert.equal(isReportable({ parentId: 'street', retired: true }), false)
  assert.equal(categoryRefusal({ parentId: 'street', retired: true }), 'category-retired')
  assert.equal(categoryRefusal({ retired: true }), 'unknown-category')
  assert.equal(categoryRefusal(undefined), 'unknown-category')
  assert.equal(isReportable({ parentId: 'street' }), true)
  assert.equal(isReportable({}), false)
})
