import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import type { ReportDraft } from '../issue/schema.ts'

const DRAFT: ReportDraft = {
  ...{ topCategoryId: 'street', categoryId: 'street-light', attributes: { since: 'week' }, description: '路灯' },
  ...{ placeBy: 'grid', grids: ['c1', ''], coarse: false, placeText: '3单元' },
}

test('a draft outlives a reload, is changed, and is forgotten', async () => {
  const { open, world } = createClientWorld()
  const first = open()
  assert.equal(await first.reportDraft.read(), undefined)
  await first.reportDraft.keep(DRAFT)
  first.close()
  await world.settle()
  const second = open()
  assert.deepEqual(await second.reportDraft.read(), DRAFT)
  await second.reportDraft.keep({ ...DRAFT, description: '路灯不亮' })
  assert.equal((await second.reportDraft.read())?.description, '路灯不亮')
  await second.reportDraft.forget()
  assert.equal(await second.reportDraft.read(), undefined)
})

test('whoever leaves takes a draft without a name with them', async () => {
  const { open } = createClientWorld()
  const client = open()
  await client.reportDraft.keep(DRAFT)
  assert.deepEqual(await client.signOut(), { ok: true })
  assert.equal(await client.reportDraft.read(), undefined)
})

test('nothing is kept beyond what a draft has', async () => {
  const { open } = createClientWorld()
  const client = open()
  await client.reportDraft.keep({ ...DRAFT, photos: ['x'], position: [104, 30], agreed: 1 } as ReportDraft)
  assert.deepEqual(await client.reportDraft.read(), DRAFT)
})
