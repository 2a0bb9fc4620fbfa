import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { reviseStatement } from './index.ts'
import type { KeptStatement, WrittenStatement } from './index.ts'

const AT = '2026-03-02T01:00:00.000Z'
const held: KeptStatement = { version: 1, zh: '一年后删除。', en: 'Deleted after a year.', retentionDays: 365 }
const written: WrittenStatement = { purpose: 'issue-report', zh: held.zh, en: held.en, retentionDays: 365 }

describe('a statement that is written down', () => {
  it('is the first of its purpose, or a new version whose earlier words stay', () => {
    assert.deepEqual(reviseStatement(undefined, written, AT), { ok: true, statement: { ...held, since: AT } })
    const revised = reviseStatement(held, { ...written, version: 1, retentionDays: 180, minimumVersion: 2 }, AT)
    assert.deepEqual(revised, {
      ok: true,
      statement: { ...held, version: 2, minimumVersion: 2, since: AT, retentionDays: 180, earlier: [held] },
    })
  })
  it('is the same version in the same words; from which on consents count can change without it', () => {
    assert.deepEqual(reviseStatement(held, written, AT), { ok: true, statement: held })
    const second = { ...held, version: 2, minimumVersion: 2, earlier: [held] }
    assert.deepEqual(reviseStatement(second, { ...written, version: 1 }, AT), {
      ok: true,
      statement: { ...held, version: 2, earlier: [held] },
    })
  })
  it('is refused where other words came meanwhile, and where consents were to count from a version that there is not', () => {
    const second = { ...held, version: 2, earlier: [held] }
    const other = { ...written, zh: '两年后删除。' }
    assert.deepEqual(reviseStatement(second, { ...other, version: 1 }, AT), {
      ok: false,
      reason: 'statement-changed',
      detail: { purpose: 'issue-report', sent: 1, current: 2 },
    })
    assert.deepEqual(reviseStatement(undefined, { ...written, version: 3 }, AT), {
      ok: false,
      reason: 'statement-changed',
      detail: { purpose: 'issue-report', sent: 3, current: 0 },
    })
    assert.deepEqual(reviseStatement(second, { ...other, minimumVersion: 4 }, AT), {
      ok: false,
      reason: 'minimum-version-unknown',
      detail: { purpose: 'issue-report', sent: 4, next: 3 },
    })
  })
  it('keeps every version in order with its own words, whatever is written one after the other', () => {
    const words = fc.record({ zh: fc.constantFrom('甲', '乙'), retentionDays: fc.constantFrom(30, 365), separate: fc.boolean() })
    fc.assert(
      fc.property(fc.array(words, { minLength: 1 }), (all) => {
        const said: object[] = []
        let kept: KeptStatement | undefined
        for (const one of all) {
          const before = kept
          const result = reviseStatement(kept, { ...written, ...one }, AT)
          assert.ok(result.ok)
          kept = result.statement
          if (kept.version !== before?.version) said.push({ zh: one.zh, days: one.retentionDays, separate: one.separate })
        }
        const versions = [...(kept!.earlier ?? []), kept!]
        assert.deepEqual(
          versions.map(({ version }) => version),
          said.map((_, index) => index + 1),
        )
        assert.deepEqual(
          versions.map(({ zh, retentionDays: days, separate = false }) => ({ zh, days, separate })),
          said,
        )
      }),
    )
  })
})
