import assert from 'node:assert/strict'
import { test } from 'node:test'
import { teamFindingWords } from './team-finding-words.ts'

test('a finding is said by names, and by the id where nobody knows a name', () => {
  const names = new Map([
    ['t', { zh: '柳岸突击队', en: 'Willow Task Force' }],
    ['p', { zh: '东门', en: 'East Gate' }],
  ])
  const says = (finding: Parameters<typeof teamFindingWords>[0]) => teamFindingWords(finding, (id) => names.get(id))
  assert.deepEqual(says({ code: 'one-sided', teamId: 't', pointId: 'p' }), {
    zh: '柳岸突击队与东门：只有一方记着另一方',
    en: 'Willow Task Force and East Gate: only one names the other',
  })
  assert.deepEqual(says({ code: 'unknown-team', teamId: 'gone', pointId: 'p' }).en, 'East Gate: there is no team gone')
})
