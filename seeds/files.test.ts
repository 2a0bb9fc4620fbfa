import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { generate } from './generator/generate.ts'
import { serialize } from './generator/serialize.ts'
import { SEED } from './generator/settings.ts'
import { FILES, readRecords, readText } from './read-data.ts'

test('the committed files are what the seed gives, byte by byte, whatever was generated before; another seed gives others', () => {
  const other = generate(SEED + 1)
  const district = generate(SEED)
  assert.deepEqual(Object.keys(district).sort(), [...FILES].sort())
  for (const name of FILES) {
    // No assert.equal: its message would print megabytes.
    assert.ok(serialize(SEED, district[name]) === readText(name), `${name}.json differs; run node seeds/generator/main.ts`)
  }
  assert.ok(JSON.stringify(other.grids) !== JSON.stringify(district.grids))
  assert.equal(other.grids.length, district.grids.length)
})

test('every file says that it is generated, in both languages', () => {
  assert.deepEqual(readdirSync(new URL('data/', import.meta.url)).sort(), FILES.map((name) => `${name}.json`).sort())
  for (const name of FILES) {
    const { generated, notice, seed, schemaVersion } = JSON.parse(readText(name)) as Record<string, unknown>
    assert.equal(generated, true)
    assert.match((notice as { zh: string }).zh, /虚构/)
    assert.match((notice as { en: string }).en, /made up/)
    assert.deepEqual([seed, schemaVersion], [SEED, 1])
  }
})

test('every record has a line of its own, and all files together stay below 12 MB', () => {
  let bytes = 0
  for (const name of FILES) {
    const text = readText(name)
    const { records } = JSON.parse(text) as { records: unknown[] }
    assert.equal(text.split('\n').length, records.length + 3, name)
    bytes += Buffer.byteLength(text)
  }
  assert.ok(bytes < 12_000_000, `${bytes} bytes`)
})

test('the README counts the records right', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const rows = [...readme.matchAll(/^\| ([a-z, -]+?) +\| +([\d, /]+?) \|/gm)]
  const counts = rows.flatMap(([, names, numbers]) => {
    const values = numbers!.split(' / ').map((text) => Number(text.replaceAll(',', '')))
    return names!.split(', ').map((name, k) => [name, values[k]] as const)
  })
  assert.deepEqual(Object.fromEntries(counts), Object.fromEntries(FILES.map((name) => [name, readRecords(name).length])))
})
