import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grid, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'

const search = (text: string) =>
  treeOf(SMALL_DISTRICT)
    .search(text)
    .map(({ id }) => id)

const FOUND: [string, string, string[]][] = [
  ['the Chinese name', '安和苑', ['e1']],
  ['part of the Chinese name', '社区', ['c1', 'c2']],
  ['the English name, whatever its case and apostrophe', 'YONGAN COMMUNITY', ['c1']],
  ['the English name without its accent, as ü is typed', 'lvdi', ['c2']],
  ['pinyin with its syllables parted', 'an he yuan', ['e1']],
  ['pinyin written together', 'anheyuan', ['e1']],
  ['pinyin with ü', 'lü di', ['c2']],
  ['ü with its tone mark', 'lǜ dì', ['c2']],
  ['pinyin with tone marks', 'Yǒng Ān', ['e2', 'c1']],
  ['pinyin initials', 'ahy', ['e1', 'm1', 'm2']],
  ['initials with a number', '12hl', ['m2']],
  ['a code', 'AHY-12', ['m2']],
  ['a code without its hyphen and in lower case', 'ahy03', ['m1']],
  ['full-width forms', '３号楼', ['m1']],
  ['the start of a code', '51010706400', ['c1', 'c2']],
  ['spaces around it', '  永安  ', ['e2', 'c1']],
]

for (const [what, text, expected] of FOUND) {
  test(`finds by ${what}: ${text.trim()}`, () => assert.deepEqual(search(text), expected))
}

test('ranks exact before prefix before substring, and higher grids first within these', () => {
  assert.deepEqual(search('永安'), ['e2', 'c1'], 'e2 is called so, c1 begins so')
  assert.deepEqual(search('an'), ['e1', 'c1', 'e2', 'e3', 'd1'], 'e1 begins so; the others have it inside: yongan, chang, chuang')
  assert.deepEqual(search('d'), ['s', 'c2', 'd1', 'm1', 'm2', 'm3', 'm4'], 'a community before the buildings of another')
})

test('finds nothing for nothing, and for what is nowhere', () => {
  for (const text of ['', '   ', '-', 'zzz', '网']) assert.deepEqual(search(text), [])
})

test('takes the searched text as it is, not as a pattern', () => {
  const tree = treeOf([...SMALL_DISTRICT, grid('m9', 'micro', 'e1', { name: { zh: 'A.(栋', en: 'A.( block' } })])
  assert.deepEqual(
    tree.search('A.(').map(({ id }) => id),
    ['m9'],
  )
  assert.deepEqual(tree.search('.*'), [])
})
