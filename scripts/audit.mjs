// Holds what we depend on to rules of our own, and asks the registry whether it knows of holes in it.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { advisoryFindings, lockFindings } from './lock-findings.mjs'
import { ROOT } from './toolchain.mjs'

const read = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'))

const lock = read('package-lock.json')
const findings = lockFindings(lock, { allowScripts: read('package.json').allowScripts })

const args = ['audit', '--omit=dev', '--audit-level=high', '--json']
const asked = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', timeout: 120_000, shell: process.platform === 'win32' })
const advisories = asked.error ? { asked: false, why: asked.error.message, findings: [] } : advisoryFindings(asked.stdout)
findings.push(...advisories.findings)

for (const finding of findings) console.error(`✗ ${finding}`)
console.log(`${Object.keys(lock.packages).length} entries of package-lock.json looked at, ${findings.length} findings`)
if (advisories.asked) console.log('The registry was asked for advisories on what ships.')
// Not a failure: a registry without advisories, or none at all, is no fault of the tree.
else
  console.log(`NOT ASKED FOR ADVISORIES: the registry did not tell (${advisories.why}). Run this where it does before a release.`)
process.exitCode = findings.length > 0 ? 1 : 0
