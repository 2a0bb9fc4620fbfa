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
