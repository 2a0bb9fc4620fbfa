// What may be in package-lock.json. Pure, so that its test can bring lock files of its own.

/** SPDX names; a choice (`A OR B`) needs one of them, a sum (`A AND B`) all. */
const LICENCES = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'PostgreSQL',
  'Unlicense',
  'BlueOak-1.0.0',
])

/** Two majors of one of these mean that one is not kept up: what judges tokens, bodies and images, or speaks to the database. */
const ONE_MAJOR = [
  'jose',
  'openid-client',
  'oauth4webapi',
  'hono',
  '@hono/node-server',
  'pg',
  'kysely',
  '@electric-sql/pglite',
  'zod',
  'image-size',
  '@cf-wasm/photon',
  'csv-stringify',
]

/**
 * @param {{ lockfileVersion?: number, packages?: Record<string, object> }} lock
 * @param {{ allowScripts?: Record<string, boolean>, platform?: string, arch?: string }} options `allowScripts` as npm has it
 * @returns {string[]} one sentence for each thing that may not be
 */
export function lockFindings(lock, { allowScripts = {}, platform = process.platform, arch = process.arch } = {}) {
  if (lock.lockfileVersion !== 3 || !lock.packages) return [`Expected lockfileVersion 3, got ${lock.lockfileVersion}`]
  const findings = []
  const majors = new Map()
  for (const [path, entry] of Object.entries(lock.packages)) {
    // The root and the workspaces, and the links to them.
    if (!path.includes('node_modules/')) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const here = `${name}@${entry.version} (${path})`
    if (entry.link) {
      if (!/^packages\/[a-z]+$/.test(entry.resolved ?? ''))
        findings.push(`${path}: expected a link to a workspace, got ${entry.resolved}`)
      continue
    }
    if (entry.resolved !== undefined && !/^https:\/\//.test(entry.resolved)) {
      findings.push(`${here}: expected it from the registry, got ${entry.resolved}`)
    } else if (/\.git(#|$)|^https:\/\/(codeload\.)?github\.com\//.test(entry.resolved ?? '')) {
      findings.push(`${here}: expected it from the registry, got ${entry.resolved}`)
    }
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) {
      findings.push(`${here}: expected a SHA-512 integrity, got ${entry.integrity ?? 'none'}`)
    }
    const isInstalled = fits(entry.os, platform) && fits(entry.cpu, arch)
    if (entry.hasInstallScript && isInstalled && allowScripts[name] !== true) {
      findings.push(`${here}: runs a script when it is installed and is not in allowScripts`)
    }
    if (!entry.dev && !isAllowed(entry.license))
      findings.push(`${here}: expected a permissive licence, got ${entry.license ?? 'none'}`)
    if (!entry.dev && ONE_MAJOR.includes(name)) majors.set(name, (majors.get(name) ?? new Set()).add(majorOf(entry.version)))
  }
  for (const [name, set] of majors)
    if (set.size > 1) findings.push(`${name}: expected one major version, got ${[...set].join(' and ')}`)
  return findings
}

/** npm's `os` and `cpu`: names, or names to keep out. */
const fits = (list, own) =>
  list === undefined ||
  (list.includes(own) && !list.includes(`!${own}`)) ||
  (list.every((name) => name.startsWith('!')) && !list.includes(`!${own}`))

/** Below 1.0 each minor may break, as a major does. */
const majorOf = (version) => (version.startsWith('0.') ? version.split('.').slice(0, 2).join('.') : version.split('.')[0])

function isAllowed(licence) {
  if (typeof licence !== 'string') return false
  const plain = licence.replace(/^\((.*)\)$/, '$1')
  if (plain.includes(' OR ')) return plain.split(' OR ').some((part) => isAllowed(part.trim()))
  if (plain.includes(' AND ')) return plain.split(' AND ').every((part) => isAllowed(part.trim()))
  return LICENCES.has(plain)
}

/**
 * What `npm audit --json` said.
 * @returns {{ asked: boolean, why?: string, findings: string[] }} findings of severity high and critical
 */
export function advisoryFindings(text) {
  let report
  try {
    report = JSON.parse(text)
  } catch {
    return { asked: false, why: 'its answer was no JSON', findings: [] }
  }
  if (!report?.vulnerabilities) {
    return { asked: false, why: report?.message ?? report?.error?.summary ?? 'its answer had no advisories', findings: [] }
  }
  const grave = Object.entries(report.vulnerabilities).filter(
    ([, { severity }]) => severity === 'high' || severity === 'critical',
  )
  const findings = grave.map(([name, { severity, range, via = [] }]) => {
    const titles = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} ${one.url ?? ''}`.trim()))
    return `${name}@${range}: ${severity}: ${titles.join('; ')}`
  })
  return { asked: true, findings }
}
