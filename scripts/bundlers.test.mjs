// A developer's bundler makes one file of a program and knows nothing of the worker: the two entries that the README of core names
// lie beside each other afterwards, and the planner finds its worker.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import resolve from '@rollup/plugin-node-resolve'
import { build } from 'esbuild'
import { rollup } from 'rollup'
import { ROOT } from './toolchain.mjs'

const PROGRAM = `
import { createPlanner } from '@wangge/core/planner'

const span = { startsAt: '2026-03-09T08:00:00+08:00', endsAt: '2026-03-09T10:00:00+08:00' }
const problem = {
  version: 1,
  timeZone: 'Asia/Shanghai',
  slots: [{ id: 's', postId: 'gate', ...span, needs: [{ min: 1 }] }],
  people: [{ id: 'p' }],
}
const planner = createPlanner()
const plan = await planner.plan(problem, { seed: 1 })
const { valid } = await planner.verify(problem, plan)
console.log(JSON.stringify({ assignments: plan.assignments, ended: plan.ended, valid }))
planner.dispose()
`
const WORKER = '@wangge/core/planner/worker'

let folder
before(() => {
  folder = mkdtempSync(join(ROOT, 'node_modules', '.bundled-'))
  writeFileSync(join(folder, 'program.js'), PROGRAM)
  writeFileSync(join(folder, 'worker.js'), `import '${WORKER}'\n`)
})
after(() => rmSync(folder, { recursive: true, force: true }))

const MAKERS = {
  async esbuild(outdir) {
    const entryPoints = ['program.js', 'worker.js'].map((name) => join(folder, name))
    await build({ entryPoints, bundle: true, format: 'esm', target: 'es2022', outdir, logLevel: 'error' })
  },
  async rollup(dir) {
    const input = { program: join(folder, 'program.js'), worker: join(folder, 'worker.js') }
    const made = await rollup({ input, plugins: [resolve()], treeshake: { moduleSideEffects: true } })
    await made.write({ dir, format: 'es', entryFileNames: '[name].js' })
  },
}

for (const [name, make] of Object.entries(MAKERS)) {
  test(`a program that ${name} has made one file of finds its worker beside it`, async () => {
    const out = join(folder, name)
    await make(out)
    writeFileSync(join(out, 'package.json'), '{ "type": "module" }')
    const told = JSON.parse(execFileSync(process.execPath, [join(out, 'program.js')], { encoding: 'utf8' }))
    const assignments = [{ slotId: 's', personId: 'p', need: 0 }]
    assert.deepEqual(told, { assignments, ended: 'optimal', valid: true })
    rmSync(join(out, 'worker.js'))
    assert.throws(() => execFileSync(process.execPath, [join(out, 'program.js')], { stdio: 'pipe' }), /Expected a thread/)
  })
}
