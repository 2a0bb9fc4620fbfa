import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tree } from '../../test/sample-issue.ts'
import { appointment } from '../../test/small-district.ts'
import { vacantPosts } from './vacant-posts.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const PATH = ['s', 'c1', 'e1', 'm1']
const head = appointment('buildingHead', 'head', 'm1')
const worker = appointment('gridWorker', 'worker', 'e1')

test('a post is vacant while no appointment holds it; offices and grids that are no more never are', () => {
  assert.deepEqual(vacantPosts(PATH, tree, [head, worker], NOW), [])
  assert.deepEqual(vacantPosts(PATH, tree, [head], NOW), ['e1'])
  assert.deepEqual(vacantPosts(PATH, tree, [], NOW), ['e1', 'm1'])
  const later = appointment('buildingHead', 'head', 'm1', '2026-03-03T09:00:00+08:00')
  assert.deepEqual(vacantPosts(PATH, tree, [later, worker], NOW), ['m1'])
  assert.deepEqual(vacantPosts([...PATH, 'gone'], tree, [head, worker], NOW), [])
})
