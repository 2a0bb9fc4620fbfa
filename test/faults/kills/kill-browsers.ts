// A browser is killed, by SIGKILL, at each step of a write and of an upgrade of its database, and started again on the same profile.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { startBrowser } from './browser.ts'

export interface KillReport {
  kills: number
  /** Where it was killed, how many times. */
  at: Record<string, number>
  accepted: number
  applied: number
  /** Accepted, and not yet answered when its browser was killed. */
  unsettled: number
}

interface Told {
  n?: number
  what?: string
  id?: string
  saved?: boolean
  entries?: { id: string; state: string }[]
  photos?: number
}

/** A page that has not come so far within this has failed. Milliseconds; a busy machine starts a browser in ten seconds. */
const LONGEST_MS = 90_000
/** About so many each takes; one that is over before it is killed is killed at its end. */
const STEPS = { small: 20, large: 28, upgrade: 2 }

/** Every fourth kill is in an upgrade. */
export async function killBrowsers(kills: number, random: () => number, onKill = () => {}): Promise<KillReport> {
  const profile = mkdtempSync(join(tmpdir(), 'wangge-kills-'))
  const script = await bundle()
  const applied = new Map<string, string>()
  const accepted = new Set<string>()
  const settled = new Set<string>()
  const report: KillReport = { kills: 0, at: {}, accepted: 0, applied: 0, unsettled: 0 }
  let onTold: (what: string, told: Told) => boolean = () => true

  const server = createServer((request, response) => {
    void read(request).then((bytes) => answer(request, response, bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function answer({ method, url, headers }: IncomingMessage, response: ServerResponse, bytes: Buffer) {
    const { pathname, searchParams } = new URL(url!, origin)
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (pathname === '/') {
      const page = `<!doctype html><title>tab</title><body></body><script type="module">${script}</script>`
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    }
    if (pathname.startsWith('/told/')) {
      if (onTold(pathname.slice(6), JSON.parse(bytes.toString()) as Told)) response.writeHead(204).end()
      return
    }
    if (method === 'POST' && pathname === '/v1/issues') {
      const id = String(headers['idempotency-key'])
      const body = JSON.parse(bytes.toString()) as { id: string; description: string }
      applied.set(id, body.description)
      return json(201, {
        id,
        receipt: 'K7QM-2X9F-4D',
        state: 'submitted',
        gridPath: ['a'],
        createdAt: '2026-03-02T12:00:00+08:00',
      })
    }
    if (/^\/v1\/photos\/\w+\/upload$/.test(pathname)) {
      const size = method === 'POST' ? (JSON.parse(bytes.toString()) as { size: number }).size : undefined
      return json(200, part(pathname, size, Number(searchParams.get('offset')), bytes.length))
    }
    if (method === 'PUT') return json(201, {})
    json(404, { type: 'urn:wangge:problem:unknown-path', title: 'There is nothing here', status: 404, code: 'unknown-path' })
  }

  const parts = new Map<string, { size: number; received: number }>()
  function part(path: string, size: number | undefined, offset: number, length: number) {
    const known = parts.get(path) ?? { size: size ?? 0, received: 0 }
    if (size === undefined && offset === known.received) known.received += length
    parts.set(path, known)
    return { offset: known.received, complete: known.received === known.size }
  }

  /** One life of the browser, to the step at which it is killed. */
  async function live(job: object, killAt: number, expectFound: (told: Told) => void): Promise<void> {
    const browser = startBrowser(profile, `${origin}/?job=${encodeURIComponent(JSON.stringify(job))}`)
    let timer: NodeJS.Timeout | undefined
    try {
      const where = await new Promise<string>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`Expected a step within ${LONGEST_MS} ms: ${JSON.stringify(job)}`)), LONGEST_MS)
        onTold = (what, told) => {
          try {
            if (what === 'failed') throw new Error(`The page failed: ${JSON.stringify(told)}`)
            if (what === 'found') expectFound(told)
            if (what === 'accepted') {
              assert.equal(told.saved, true)
              accepted.add(told.id!)
            }
            if (what === 'settled') settled.add(told.id!)
            if (what === 'done') resolve('its end')
            if (what !== 'step' || told.n !== killAt) return what !== 'done'
            resolve(told.what!)
            return false
          } catch (error) {
            reject(error as Error)
            return false
          }
        }
      })
      report.at[where] = (report.at[where] ?? 0) + 1
    } finally {
      clearTimeout(timer)
      onTold = () => false
      await browser.kill()
    }
  }

  const expectKept = ({ entries = [] }: Told) => {
    const shown = new Set(entries.map(({ id }) => id))
    for (const id of accepted) assert.ok(applied.has(id) || shown.has(id), `${id} was accepted, and is lost`)
    for (const { state } of entries) assert.notEqual(state, 'refused')
  }
  const expectLeft = ({ entries, photos }: Told) => {
    assert.deepEqual(entries, [
      { id: 'a', state: 'queued' },
      { id: 'b', state: 'queued' },
    ])
    assert.equal(photos, 2, 'each of the two names the one photo')
  }

  try {
    let before: string | undefined
    for (let nth = 0; nth < kills; nth += 1) {
      const kind = nth % 4 === 3 ? 'upgrade' : 'write'
      const name = `${kind}-${nth}`
      const isLarge = random() < 0.3
      const photoBytes = isLarge ? 600_000 : 0
      const killAt = 1 + Math.floor(random() * STEPS[kind === 'upgrade' ? kind : isLarge ? 'large' : 'small'])
      await live({ kind, name, photoBytes, ...(before && kind === 'upgrade' ? { before } : {}) }, killAt, (told) =>
        kind === 'upgrade' ? expectLeft(told) : expectKept(told),
      )
      if (kind === 'upgrade') before = name
      report.kills += 1
      onKill()
    }
    report.unsettled = [...accepted].filter((id) => !settled.has(id)).length
    if (before) await live({ kind: 'upgrade', name: 'last', before }, 1_000, expectLeft)
    await live({ kind: 'write', isLast: true }, -1, expectKept)
    for (const id of accepted) assert.ok(applied.has(id), `${id} was accepted, and is not applied`)
    const texts = [...applied.values()]
    assert.equal(new Set(texts).size, texts.length, 'nothing is applied twice')
    report.accepted = accepted.size
    report.applied = applied.size
    return report
  } finally {
    server.closeAllConnections()
    server.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function bundle(): Promise<string> {
  const entryPoints = [join(import.meta.dirname, 'page.js')]
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false, target: 'es2022' })
  return outputFiles[0]!.text.replaceAll('</script', '<\\/script')
}
