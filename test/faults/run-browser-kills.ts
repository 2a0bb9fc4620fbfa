// node test/faults/run-browser-kills.ts [--kills 50] [--seed 1]: keeps what came of them in test/faults/results/browser-kills.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { mulberry32 } from '../../packages/core/test/world.ts'
import { killBrowsers } from './kills/kill-browsers.ts'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } } })
const seed = Number(values.seed)
let done = 0
const report = await killBrowsers(Number(values.kills), mulberry32(seed), () => {
  if (++done % 5 === 0) console.log(`${done} of ${values.kills}`)
})
const folder = join(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
const at = Object.fromEntries(Object.entries(report.at).sort(([a], [b]) => a.localeCompare(b)))
writeFileSync(join(folder, 'browser-kills.json'), `${JSON.stringify({ seed, ...report, at }, null, 2)}\n`)
console.log({ ...report, at })
