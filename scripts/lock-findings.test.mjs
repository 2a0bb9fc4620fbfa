import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { advisoryFindings, lockFindings } from './lock-findings.mjs'
import { ROOT } from './toolchain.mjs'

const INTEGRITY = `sha512-${'A'.repeat(86)}==`
const good = { version: '1.2.3', integrity: INTEGRITY, license: 'MIT' }
const lockOf = (packages) => ({ lockfileVersion: 3, packages: { '': {}, 'packages/core': {}, ...packages } })
const on = { platform: 'linux', arch: 'x64' }
const found = (packages, options) => lockFindings(lockOf(packages), { ...on, ...options })

describe('a lock file', () => {
  it('of our own is in order', () => {
    const { allowScripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))
    const lock = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, 'utf8'))
    assert.deepEqual(lockFindings(lock, { allowScripts, ...on }), [])
  })

  it('may have packages of the registry and links to workspaces', () => {
    const resolved = 'https://registry.example/a/-/a-1.2.3.tgz'
    const link = { link: true, resolved: 'packages/core' }
    assert.deepEqual(
      found({ 'node_modules/a': good, 'node_modules/b': { ...good, resolved }, 'node_modules/@wangge/core': link }),
      [],
    )
  })

  const ODD = {
    'no integrity': [{ ...good, integrity: undefined }, /SHA-512 integrity, got none/],
    'a weak integrity': [{ ...good, integrity: 'sha1-abc=' }, /SHA-512 integrity, got sha1/],
    'a git source': [{ ...good, resolved: 'git+ssh://git@example.com/a.git#abc' }, /from the registry, got git/],
    'a repository by https': [{ ...good, resolved: 'https://github.com/a/a/archive/main.tar.gz' }, /from the registry/],
    'a plain http source': [{ ...good, resolved: 'http://registry.example/a.tgz' }, /from the registry, got http:/],
    'a file': [{ ...good, resolved: 'file:../a.tgz' }, /from the registry, got file/],
    'a link out of the workspaces': [{ link: true, resolved: '../elsewhere' }, /link to a workspace, got \.\.\/elsewhere/],
    'an install script': [{ ...good, hasInstallScript: true }, /not in allowScripts/],
    'a licence that binds': [{ ...good, license: 'AGPL-3.0' }, /permissive licence, got AGPL/],
    'no licence': [{ ...good, license: undefined }, /permissive licence, got none/],
    'licences that bind all at once': [{ ...good, license: '(MIT AND GPL-3.0)' }, /permissive licence/],
  }
  for (const [what, [entry, expected]] of Object.entries(ODD)) {
    it(`may not have ${what}`, () => {
      const findings = found({ 'node_modules/a': entry })
      assert.equal(findings.length, 1, findings.join('\n'))
      assert.match(findings[0], expected)
    })
  }

  it('may have scripts that are allowed, or that do not run here, and a choice of licences', () => {
    const packages = {
      'node_modules/a': { ...good, hasInstallScript: true },
      'node_modules/mac': { ...good, hasInstallScript: true, os: ['darwin'] },
      'node_modules/b': { ...good, license: '(GPL-2.0 OR MIT)' },
      'node_modules/tool': { ...good, license: 'MPL-2.0', dev: true },
    }
    assert.deepEqual(found(packages, { allowScripts: { a: true } }), [])
    assert.equal(found(packages, { allowScripts: { a: true }, platform: 'darwin' }).length, 1)
  })

  it('may not have two majors of what keeps others out', () => {
    const two = {
      'node_modules/jose': { ...good, version: '6.0.0' },
      'node_modules/x/node_modules/jose': { ...good, version: '5.9.0' },
    }
    assert.match(found(two).join(), /jose: expected one major version, got 6 and 5/)
  })

  it('of another version is not judged', () => assert.match(lockFindings({ lockfileVersion: 2 })[0], /lockfileVersion 3, got 2/))
})

describe('advisories', () => {
  it('that are high or critical are findings', () => {
    const via = [{ title: 'Signature not checked', url: 'https://example.com/1' }]
    const vulnerabilities = {
      jose: { severity: 'critical', range: '<6', via },
      pg: { severity: 'high', range: '*', via: ['jose'] },
      zod: { severity: 'moderate', range: '*', via },
    }
    const { asked, findings } = advisoryFindings(JSON.stringify({ vulnerabilities }))
    assert.equal(asked, true)
    assert.deepEqual(findings, ['jose@<6: critical: Signature not checked https://example.com/1', 'pg@*: high: by jose'])
  })

  it('that could not be asked for are no findings, and it is said why', () => {
    const refused = advisoryFindings(JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }))
    assert.deepEqual(refused, { asked: false, why: '405 Method Not Allowed', findings: [] })
    assert.equal(advisoryFindings('').asked, false)
    assert.deepEqual(advisoryFindings(JSON.stringify({ vulnerabilities: {} })), { asked: true, findings: [] })
  })
})
