import assert from 'node:assert/strict'
import { it } from 'node:test'
import { formFields } from './form-fields.ts'
import { ProblemError } from './problem.ts'

const fieldsOf = (text: string) => formFields(new URLSearchParams(text))

it('reads names, codes and lists, and takes an empty field for none', () => {
  assert.deepEqual(fieldsOf('a=1&b[X]=2&b[Y][]=3&b[Y][]=4&c[]=5&d=&b[Z]=&e=%E7%BD%91+%E6%A0%BC'), {
    a: '1',
    b: { X: '2', Y: ['3', '4'] },
    c: ['5'],
    e: '网 格',
  })
  assert.deepEqual(fieldsOf(''), {})
})

it('refuses what would be swallowed: a name twice, two kinds under one name, brackets that are none', () => {
  for (const text of [
    'a=1&a=2',
    'a=1&a[X]=2',
    'a[X]=1&a=2',
    'a[X]=1&a[X]=2',
    'a[X]=1&a[X][]=2',
    'a[X][]=1&a[X]=2',
    'a[=1',
    '=1',
    'a[X][Y]=1',
    'a[__proto__]=1',
  ]) {
    assert.throws(
      () => fieldsOf(text),
      (error) => error instanceof ProblemError && error.code === 'invalid-body',
      text,
    )
  }
})

it('a name that every object has is a name', () => {
  assert.deepEqual(Object.keys(fieldsOf('constructor=1&attribute[toString]=2')), ['constructor', 'attribute'])
})
