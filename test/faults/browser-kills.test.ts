// Fifty kills are run by `node test/faults/run-browser-kills.ts` (results/browser-kills.json); here a handful, by seed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mulberry32 } from '../../packages/core/test/world.ts'
import { killBrowsers } from './kills/kill-browsers.ts'

const KILLS = Number(process.env.WANGGE_BROWSER_KILLS ?? 5)
const SEED = Number(process.env.WANGGE_BROWSER_KILLS_SEED ?? 7)

test(`a browser that is killed ${KILLS} times in writes and upgrades has lost nothing and sent nothing twice`, async (t) => {
  const report = await killBrowsers(KILLS, mulberry32(SEED))
  t.diagnostic(JSON.stringify(report))
  assert.equal(report.kills, KILLS)
  assert.ok(report.applied >= report.accepted)
})
