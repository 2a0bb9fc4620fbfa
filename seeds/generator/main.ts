// Writes the sample district to seeds/data: node seeds/generator/main.ts
import { mkdirSync, writeFileSync } from 'node:fs'
import { generate } from './generate.ts'
import { serialize } from './serialize.ts'
import { SEED } from './settings.ts'

const folder = new URL('../data/', import.meta.url)
mkdirSync(folder, { recursive: true })

let total = 0
for (const [name, records] of Object.entries(generate(SEED))) {
  const text = serialize(SEED, records)
  writeFileSync(new URL(`${name}.json`, folder), text)
  const bytes = Buffer.byteLength(text)
  total += bytes
  console.log(
    `${`${name}.json`.padEnd(26)} ${String(records.length).padStart(6)} records ${(bytes / 1000).toFixed(0).padStart(6)} kB`,
  )
}
console.log(`${''.padEnd(26)} ${''.padStart(6)} in all  ${(total / 1000).toFixed(0).padStart(6)} kB`)
