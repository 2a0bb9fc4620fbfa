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
  ['a code in groups, as it is read aloud', '510107 064 001', ['c1']],
  ['a code in full-width digits', '５１０１０７０６４００２', ['c2']],
  ['pinyin cut short at a syllable', 'yongan', ['e2', 'c1']],
  ['pinyin cut short within a syllable', 'yonga', ['c1', 'e2']],
  ['some syllables whole, some by their initials', 'yongasq', ['c1']],
  ['initials first, then whole syllables', 'yashequ', ['c1']],
  ['the first letters of each syllable', 'yoa sheq', ['c1']],
  ['initials with spaces', 'ya sq', ['c1']],
  ['Chinese and pinyin mixed', '永an', ['c1', 'e2']],
  ['Chinese and initials mixed', '永a社', ['c1']],
  ['a number and initials', '3号l', ['m1']],
  ['the building’s and the estate’s name', '安和苑 3号', ['m1']],
  ['building and estate in any order, in pinyin too', '12 anhe', ['m2']],
  ['community, estate and building', '永安社区 ahy 12', ['m2']],
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

test('what is written so comes before what is only short for it', () => {
  const names: [string, string, string][] = [
    ['m7', '永安里', 'yong an li'],
    ['m8', '雅安', 'ya an'],
    ['m9', '小雅安', 'xiao ya an'],
  ]
  const more = names.map(([id, zh, pinyin]) => grid(id, 'micro', 'e3', { name: { zh, en: id }, pinyin }))
  const found = treeOf([...SMALL_DISTRICT, ...more]).search('yaa')
  assert.deepEqual(
    found.map(({ id }) => id),
    ['m8', 'm9'],
  )
  assert.deepEqual(
    treeOf([...SMALL_DISTRICT, ...more])
      .search('yal')
      .at(-1)?.id,
    'm7',
  )
})

test('a number is not short for a longer one', () => {
  assert.deepEqual(search('1号楼'), [])
  assert.deepEqual(search('2号楼'), ['m2'], 'though it is within 12号楼')
})

test('words that lie along no path find nothing', () => {
  for (const text of ['长乐里 3号', '永安 长乐里', '3号 12号', 'a b c d e f g']) assert.deepEqual(search(text), [])
})

test('a name whose pinyin does not pair with its signs is found by what is stored, and by no guess', () => {
  const tree = treeOf([
    ...SMALL_DISTRICT,
    grid('m9', 'micro', 'e1', { name: { zh: '重庆路', en: 'Chongqing Road' }, pinyin: 'chong qing' }),
  ])
  const ids = (text: string) => tree.search(text).map(({ id }) => id)
  assert.deepEqual(ids('chongqing'), ['m9'])
  assert.deepEqual(ids('chqing'), [])
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
