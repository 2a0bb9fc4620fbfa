import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { measureSizes } from '../bench/size.mjs'
import { PACKAGES, ROOT } from './toolchain.mjs'

const readme = readFileSync(`${ROOT}/README.md`, 'utf8')
const claims = new Map(
  [...readme.matchAll(/^\| `([^`]+)` +\| +([\d.]+) kB +\|$/gm)].map(([, name, kilobytes]) => [name, Number(kilobytes)]),
)

test('the README states the size of every subpath to within a twentieth', async () => {
  const sizes = await measureSizes()
  assert.deepEqual([...claims.keys()].sort(), Object.keys(sizes).sort())
  for (const [name, bytes] of Object.entries(sizes)) {
    const claim = claims.get(name) * 1000
    assert.ok(Math.abs(bytes - claim) <= Math.max(bytes / 20, 100), `${name}: the README says ${claim} bytes, it is ${bytes}`)
  }
})

test('the README names the two commands that package.json has', () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))
  for (const name of ['start', 'test']) {
    assert.match(readme, new RegExp(`^npm ${name} `, 'm'))
    assert.ok(scripts[name])
  }
})

test('every function that the README of core names for grids is there, and its example says what comes of it', async () => {
  const text = readFileSync(`${ROOT}/packages/core/README.md`, 'utf8')
  const [section] = text.slice(text.indexOf('## Grids')).split(/^## (?!Grids)/m)
  const grid = await import(`${ROOT}/packages/core/dist/grid/index.js`)
  const named = [...section.matchAll(/^\| (`.+?) +\|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name),
  )
  assert.ok(named.length > 20, `${named.length}`)
  for (const name of named) assert.equal(typeof grid[name], 'function', name)
  const said = Object.keys(grid).filter((name) => !named.includes(name))
  assert.deepEqual(said, ['metresPerDegree'], 'what the table leaves out')

  const [, code] = /```js\n([\s\S]*?)```/.exec(section)
  const body = code
    .replace(/^import .*$/m, '')
    .replace('findings[0]', 'const first = findings[0]')
    .replace(/^cleanCoverage/m, 'const mended = cleanCoverage')
  const { first, mended } = new Function('checkCoverage', 'cleanCoverage', `${body}\nreturn { first, mended }`)(
    grid.checkCoverage,
    grid.cleanCoverage,
  )
  const { code: kind, grids, parent, area, width, length, hint } = first
  assert.deepEqual(
    { kind, grids, parent, area, width, length },
    { kind: 'gap', grids: ['m1', 'm2'], parent: 'yard', area: 4.5, width: 0.5, length: 19 },
  )
  assert.ok(hint.zh && hint.en)
  assert.deepEqual(mended, [])
})

test('the rotation in the README of core comes out as it says', async () => {
  const text = readFileSync(`${ROOT}/packages/core/README.md`, 'utf8')
  const [section] = text.slice(text.indexOf('## Rotations')).split(/^## (?!Rotations)/m)
  const [, code] = /```js\n([\s\S]*?)```/.exec(section)
  const { planRoster, verifyRoster } = await import(`${ROOT}/packages/core/dist/roster/index.js`)
  const run = new Function(
    'planRoster',
    'verifyRoster',
    `return (async () => {${code.replace(/^import .*$/m, '')}\nreturn { plan, valid: verifyRoster(problem, plan).valid }})()`,
  )
  const { plan, valid } = await run(planRoster, verifyRoster)
  const said = (name) => new RegExp(`^plan\\.${name} // ('?)(\\w+)\\1`, 'm').exec(code)[2]
  assert.deepEqual([String(plan.cost), String(plan.bound), plan.ended], [said('cost'), said('bound'), said('ended')])
  assert.deepEqual(
    plan.assignments.map(({ slotId }) => slotId),
    ['late', 'early'],
  )
  assert.equal(valid, true)
})

for (const name of PACKAGES) {
  test(`@wangge/${name} carries the licence and says what it is`, () => {
    const folder = `${ROOT}/packages/${name}`
    assert.equal(readFileSync(`${folder}/LICENSE`, 'utf8'), readFileSync(`${ROOT}/LICENSE`, 'utf8'))
    assert.match(readFileSync(`${folder}/README.md`, 'utf8'), new RegExp(`^# @wangge/${name}$`, 'm'))
  })

  test(`every subpath of @wangge/${name} is built`, async () => {
    const { exports } = JSON.parse(readFileSync(`${ROOT}/packages/${name}/package.json`, 'utf8'))
    for (const target of Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    )) {
      assert.ok(readFileSync(`${ROOT}/packages/${name}/${target}`).length > 0, target)
    }
  })
}
