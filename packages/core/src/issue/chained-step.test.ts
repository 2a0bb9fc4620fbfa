import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PHOTO } from '../../test/sample-issue.ts'
import { chainedStep, committedText, STEP_PARTS, tellsOpening } from './chained-step.ts'
import type { OpenedWith, ReportContent, StepPart } from './chained-step.ts'
import { transitionSchema } from './schema.ts'
import type { Transition } from './schema.ts'

const STEP: Transition = {
  issueId: 'i1',
  seq: 5,
  action: 'dispatch',
  from: 'accepted',
  to: 'dispatched',
  actor: { id: 'p1', role: 'community' },
  at: '2026-03-02T09:00:00+08:00',
  reason: '请处理',
  evidence: [PHOTO],
  assignee: { role: 'liaison', orgId: 'o1' },
}
const OPENED: OpenedWith = {
  ...{ categoryId: 'street-light', gridPath: ['s', 'c1', 'e1'], source: 'resident', severity: 'general' },
  createdAt: '2026-03-01T09:00:00+08:00',
  terms: { response: { amount: 2, unit: 'minutes' }, handling: { amount: 3, unit: 'workingDays' } },
}
const NOW = { version: 2, opened: OPENED } as const
const COMMITMENTS = { actor: 'a', reason: 'r', evidence: 'e', report: 't' }

test('hashes as written down: what happened stands in the chain, what is somebody’s in commitments only', () => {
  const { seq, at, action, opening } = chainedStep(STEP, COMMITMENTS, { version: 1 })
  assert.deepEqual([seq, at], [5, '2026-03-02T01:00:00.000Z'])
  assert.equal(action, '["dispatch","accepted","dispatched","community",{"assignee":{"orgId":"o1","role":"liaison"}}]')
  assert.deepEqual(opening, { salt: 'a', actor: 'r', subject: 'et' })
  assert.equal(committedText('actor', { salt: '00', transition: STEP }), '["00","p1"]')
  assert.equal(committedText('reason', { salt: '00', transition: STEP }), '["00","请处理"]')
  const { reason: _reason, ...silent } = STEP
  assert.equal(committedText('reason', { salt: '00', transition: silent }), '["00",null]')
  assert.equal(
    committedText('evidence', { salt: '00', transition: STEP }),
    `["00",[{"sha256":"${PHOTO.sha256}","size":200000,"type":"image/jpeg"}]]`,
  )
})

test('is the same in whatever order the fields came back, and with an instant in whatever offset', () => {
  const report = { description: '路灯不亮', attributes: { b: 1, a: ['x'] }, photos: [] }
  const mixed = { photos: [], attributes: { a: ['x'], b: 1 }, description: '路灯不亮', placeText: undefined! }
  const text = (content: typeof report) => committedText('report', { salt: '00', transition: STEP, report: content })
  assert.equal(text(report), text(mixed))
  const turned = { ...STEP, at: '2026-03-02T01:00:00Z', assignee: { orgId: 'o1', role: 'liaison' as const } }
  assert.deepEqual(chainedStep(turned, COMMITMENTS, NOW), chainedStep(STEP, COMMITMENTS, NOW))
})

test('leaves the first version of the categories out, as steps that were written before there were versions do', () => {
  const said = (categorySet?: number) =>
    chainedStep(STEP, COMMITMENTS, { version: 2, opened: { ...OPENED, ...(categorySet !== undefined && { categorySet }) } })
      .action
  assert.equal(said(1), said())
  assert.equal(said().includes('categorySet'), false)
  assert.equal(new Set([1, 2, 3].map(said)).size, 3)
})

test('tells a step from one that differs in anything', () => {
  const said = (change: Partial<Transition>) => JSON.stringify(chainedStep({ ...STEP, ...change }, COMMITMENTS, NOW))
  const changes: Partial<Transition>[] = [
    { seq: 6 },
    { action: 'reassign' },
    { from: 'returned' },
    { to: 'handling' },
    { at: '2026-03-02T09:00:01+08:00' },
    { actor: { id: 'p1', role: 'street' } },
    { assignee: { role: 'liaison', orgId: 'o2' } },
    { rating: 5 },
  ]
  for (const change of changes) assert.notEqual(said(change), said({}), JSON.stringify(change))
})

test('a step of an older version is as it was written; the first that can tell what its issue was opened with does', () => {
  const said = (version: 1 | 2, opened?: OpenedWith) => chainedStep(STEP, COMMITMENTS, { version, opened }).action
  assert.equal(said(1, OPENED), said(1))
  assert.equal(new Set([said(1), said(2), said(2, OPENED)]).size, 3)
  assert.ok(said(2, OPENED).endsWith(`,2,${JSON.stringify(inOrder(OPENED))}]`))
  assert.deepEqual(
    [tellsOpening(1, undefined), tellsOpening(2, undefined), tellsOpening(2, 1), tellsOpening(2, 2)],
    [false, true, true, false],
  )
})

/** As the database may give it back, and at the instant as it is hashed. */
function inOrder({ createdAt, ...opened }: OpenedWith): object {
  const all = { ...opened, createdAt: new Date(createdAt).toISOString() }
  const sorted = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
    return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]))
  }
  return sorted(all) as object
}

/** A step that has all that any step can have, what its issue was opened with, and what was reported. */
const FULL: { transition: Required<Transition>; opened: Required<OpenedWith>; report: Required<ReportContent> } = {
  transition: {
    ...STEP,
    ...{ from: 'accepted', reason: '请处理', evidence: [PHOTO], assignee: { role: 'liaison', orgId: 'o1', gridId: 'c1' } },
    ...{ into: 'i2', extension: { amount: 2, unit: 'workingDays' }, rating: 4, vacant: ['m1'], parts: ['words'] },
    until: '2026-03-12T09:00:00+08:00',
    climb: { clock: 'handling', period: 1, step: 0, dueAt: '2026-03-02T09:00:00+08:00', gridId: 'c1', vacant: true },
    corrected: {
      was: { categoryId: 'street-light', categorySet: 2, severity: 'general', terms: OPENED.terms! },
      now: { categoryId: 'street-pole', categorySet: 3, severity: 'major', terms: OPENED.terms! },
    },
    moderation: 'all',
  },
  opened: OPENED as Required<OpenedWith>,
  report: {
    ...{ description: '路灯不亮', attributes: { lamp: 3, sides: ['left'] }, photos: [PHOTO], placeText: '三单元' },
    ...{ position: [104, 30], declared: { position: [104.1, 30.1], crs: 'gcj02' } },
  },
}

type Entry = typeof FULL

/** All that is hashed of an entry; what is committed to as it is, which no two texts share. */
function hashed({ transition, opened, report }: Entry): string {
  const commit = (part: StepPart) => committedText(part, { salt: '00', transition, report })
  const commitments = Object.fromEntries(STEP_PARTS.map((part) => [part, commit(part)])) as Record<StepPart, string>
  return JSON.stringify([transition.issueId, chainedStep(transition, commitments, { version: 2, opened })])
}

type Path = readonly (string | number)[]

/** Where in a value there is something to change. */
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [...(path.length > 1 ? [path] : []), ...Object.entries(value).flatMap(([key, field]) => pathsOf(field, [...path, key]))]
    : [path]

function changed<Value>(value: Value, [key, ...rest]: Path, change: (field: unknown) => unknown): Value {
  if (key === undefined) return change(value) as Value
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>
  const field = changed(copy[key], rest, change)
  if (field === undefined && !Array.isArray(value)) delete copy[key]
  else copy[key] = field
  return copy as Value
}

test('any single field of any entry that is changed, or taken out where it may be missing, changes its hash', () => {
  assert.deepEqual(Object.keys(FULL.transition).toSorted(), Object.keys(transitionSchema.shape).toSorted())
  // Instants are hashed as instants.
  const another = (field: unknown, path: Path) => {
    if (typeof field === 'number') return field + 1
    if (['at', 'createdAt'].includes(String(path.at(-1)))) return '2026-03-02T09:00:00.001+08:00'
    return typeof field === 'string' ? `${field}x` : undefined
  }
  const isOfTime = (path: Path) => ['at', 'createdAt'].includes(String(path.at(-1)))
  const paths = pathsOf(FULL).filter((path) => path.join('.') !== 'transition.actor')
  assert.ok(paths.length > 50, String(paths.length))
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.boolean(), (path, isTaken) => {
      const change = (field: unknown) => (isTaken && !isOfTime(path) ? undefined : another(field, path))
      const entry = changed(FULL, path, change)
      assert.notEqual(hashed(entry), hashed(FULL), path.join('.'))
    }),
    { numRuns: 500 },
  )
})
