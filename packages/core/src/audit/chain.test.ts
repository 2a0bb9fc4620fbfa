import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sha256 as sha256OfBytes } from '../sha256.ts'
import {
  commitmentOf,
  EMPTY_CHAIN,
  entryHash,
  FIRST_HASH,
  MAX_FINDINGS,
  OPENINGS_ERASED,
  seqRangesOf,
  seqRangesText,
  verifyChain,
} from './index.ts'
import type { AuditEntry, AuditOpening, VerifyOptions } from './index.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

const DISTRICT = 'main'

function chainOf(openings: AuditOpening[], districtId = DISTRICT): AuditEntry[] {
  let previous = FIRST_HASH
  return openings.map((opening, index) => {
    const at = new Date(1_800_000_000_000 + index * 1000).toISOString()
    const entry = { seq: index + 1, at, action: `act-${index % 3}`, commitment: commitmentOf(opening, sha256) }
    const hash = entryHash(districtId, entry, previous, sha256)
    previous = hash
    return { ...entry, hash, opening }
  })
}

const chain = (length: number): AuditEntry[] =>
  chainOf(Array.from({ length }, (_, i) => ({ salt: sha256(`${i}`).slice(0, 32), actor: 'public', subject: `issue-${i}` })))

const verify = (entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>, options: Partial<VerifyOptions> = {}) =>
  verifyChain(entries, { districtId: DISTRICT, sha256, ...options })

const headOf = (entries: AuditEntry[]) => {
  const { seq, hash } = entries.at(-1)!
  return { seq, hash }
}

/** `[code, seq]` of each finding. */
const found = async (entries: AuditEntry[], options?: Partial<VerifyOptions>) =>
  (await verify(entries, options)).findings.map(({ code, seq }) => [code, seq])

const replaced = (entries: AuditEntry[], index: number, changes: Partial<AuditEntry>): AuditEntry[] =>
  entries.map((entry, at) => (at === index ? { ...entry, ...changes } : entry))

/** The entries from `index` on hashed anew, as somebody would who can write to the table. */
function rehashed(entries: AuditEntry[], index: number): AuditEntry[] {
  let previous = entries[index - 1]?.hash ?? FIRST_HASH
  return entries.map((entry, at) => {
    if (at < index) return entry
    const hash = entryHash(DISTRICT, entry, previous, sha256)
    previous = hash
    return { ...entry, hash }
  })
}

describe('the chain of the audit', () => {
  it('hashes as written down: these vectors were computed with node:crypto from the texts beside them', () => {
    const opening = { salt: '000102030405060708090a0b0c0d0e0f', actor: 'org:企业"一"', subject: '01JZ' }
    const commitment = commitmentOf(opening, sha256)
    // ["000102030405060708090a0b0c0d0e0f","org:企业\"一\"","01JZ"]
    assert.equal(commitment, '70b83acae97f8757ec1838d9c17f33958d7bdd978a3f793e95c2e5f68a60727e')
    const first = { seq: 1, at: '2026-03-02T01:00:00.000Z', action: 'sign-up', commitment }
    // ["main",1,"2026-03-02T01:00:00.000Z","sign-up","<commitment>","<64 zeros>"]
    const hash = entryHash('main', first, FIRST_HASH, sha256)
    assert.equal(hash, 'bf4874e2da3465dc49f829b2ac63abcd361bcdbbdc1627fe74a15efba3bdebca')
    const second = { ...first, seq: 2, at: '2026-03-02T01:00:00.001Z', action: 'cancel-sign-up' }
    // ["main",2,"2026-03-02T01:00:00.001Z","cancel-sign-up","<commitment>","<hash of the first>"]
    assert.equal(entryHash('main', second, hash, sha256), '1e73662487014cd60f0847fff7864fac17171ec9371e6ae725ce648bf0cc7b28')
  })

  it('is in order as it was made, in one go or in pages, by a digest that takes its time too', async () => {
    const entries = chain(20)
    const head = headOf(entries)
    assert.deepEqual(await verify(entries, { heads: [head] }), { ok: true, entries: 20, head, findings: [] })
    const later = (text: string) => sha256OfBytes(new TextEncoder().encode(text).buffer)
    assert.equal((await verify(entries, { sha256: later })).ok, true)
    async function* pages() {
      yield* entries.slice(0, 7)
      yield* entries.slice(7)
    }
    assert.equal((await verify(pages())).ok, true)
    const rest = await verify(entries.slice(7), { from: headOf(entries.slice(0, 7)), heads: [head] })
    assert.deepEqual(rest, { ok: true, entries: 13, head, findings: [] })
    assert.deepEqual(await verify([]), { ok: true, entries: 0, head: EMPTY_CHAIN, findings: [] })
  })

  it('does not fit another district', async () => {
    assert.deepEqual((await found(chain(2), { districtId: 'other' }))[0], ['changed', 1])
  })

  it('names a part that is too early for what was verified before, and heads that lie there', async () => {
    const entries = chain(5)
    const from = headOf(entries.slice(0, 3))
    assert.deepEqual(await found(entries.slice(2), { from, heads: [headOf(entries.slice(0, 2))] }), [
      ['before-start', 2],
      ['before-start', 3],
    ])
    assert.deepEqual(await found(entries.slice(3), { from: { ...from, hash: sha256('x') } }), [['changed', 4]])
  })

  it('tells at most a hundred findings', async () => {
    const entries = chain(300).map((entry) => ({ ...entry, action: 'changed' }))
    assert.equal((await verify(entries)).findings.length, MAX_FINDINGS)
  })
})

/** Without the openings of these numbers. */
const without = (entries: AuditEntry[], seqs: readonly number[]): AuditEntry[] =>
  entries.map(({ opening, ...entry }) => (opening && !seqs.includes(entry.seq) ? { ...entry, opening } : entry))

/** With acts behind it that say which openings were erased. */
const withActs = (entries: AuditEntry[], subjects: readonly string[]): AuditEntry[] =>
  subjects.reduce((before, subject) => {
    const { seq, hash: previous } = headOf(before)
    const opening = { salt: sha256(subject).slice(0, 32), actor: 'erasure', subject }
    const act = {
      seq: seq + 1,
      at: '2027-03-02T01:00:00.000Z',
      action: OPENINGS_ERASED,
      commitment: commitmentOf(opening, sha256),
    }
    return [...before, { ...act, hash: entryHash(DISTRICT, act, previous, sha256), opening }]
  }, entries)

const numbers = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Of a finding's text: one number or two. */
const seqsIn = (text: string): number[] => {
  const [first, last = first] = (text.match(/\d+/g) ?? []).map(Number)
  return numbers(first!, last!)
}

const openingArbitrary = fc.record({
  salt: fc.stringMatching(/^[0-9a-f]{32}$/),
  actor: fc.string({ unit: 'binary', maxLength: 20 }),
  subject: fc.string({ unit: 'binary', maxLength: 20 }),
})
const chainArbitrary = fc.array(openingArbitrary, { minLength: 2, maxLength: 25 }).map((openings) => chainOf(openings))
/** A chain and the index of one of its entries. */
const placeArbitrary = chainArbitrary.chain((entries) =>
  fc.record({ entries: fc.constant(entries), index: fc.nat({ max: entries.length - 1 }) }),
)

describe('any chain', () => {
  const closings = fc.record({ entries: chainArbitrary, closed: fc.array(fc.nat({ max: 24 }), { minLength: 1 }) })

  it('is in order, with any of its openings erased by acts that say so', async () => {
    await fc.assert(
      fc.asyncProperty(closings, fc.nat({ max: 24 }), async ({ entries, closed }, cut) => {
        const seqs = closed.map((index) => (index % entries.length) + 1)
        const acts = [seqs.slice(0, cut), seqs.slice(cut)].filter((part) => part.length > 0).map(seqRangesText)
        const left = withActs(without(entries, seqs), acts)
        assert.deepEqual(await found(left, { heads: [headOf(left)] }), [])
      }),
    )
  })

  it('names each entry whose opening was emptied without such an act, the act’s own too', async () => {
    await fc.assert(
      fc.asyncProperty(closings, fc.nat({ max: 24 }), async ({ entries, closed }, told) => {
        const seqs = [...new Set(closed.map((index) => (index % entries.length) + 1))]
        const untold = seqs.filter((seq) => seq !== (told % entries.length) + 1).sort((one, other) => one - other)
        const acts = untold.length === seqs.length ? [] : [`${(told % entries.length) + 1}`]
        const left = withActs(without(entries, seqs), acts)
        const named = (await verify(left)).findings.flatMap(({ code, message: { en } }) => {
          assert.equal(code, 'opening-missing')
          return seqsIn(en)
        })
        assert.deepEqual(named, untold)
        if (acts.length === 0) return
        const actless = without(left, [left.length])
        const all = (await verify(actless)).findings.flatMap(({ message: { en } }) => seqsIn(en))
        assert.deepEqual(
          all,
          [...new Set([...seqs, left.length])].sort((one, other) => one - other),
        )
      }),
    )
  })

  it('takes no act’s word that was changed, or for what came after it', async () => {
    const entries = chain(4)
    const changedAct = withActs(without(entries, [2]), ['2'])
    const forged = replaced(changedAct, 4, { opening: { ...changedAct[4]!.opening!, subject: '1-4' } })
    assert.deepEqual(await found(forged), [
      ['opening-missing', 2],
      ['opening-changed', 5],
    ])
    const early = withActs(entries, ['1-9'])
    const later = without([...early, ...withActs(early, ['1']).slice(5)], [6])
    assert.deepEqual(await found(later), [['opening-missing', 6]])
  })

  it('writes numbers as ranges and reads them again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (seqs) => {
        const all = seqRangesOf(seqRangesText(seqs)).flatMap(({ first, last }) => numbers(first, last))
        assert.deepEqual(
          all,
          [...new Set(seqs)].sort((one, other) => one - other),
        )
      }),
    )
    assert.equal(seqRangesText([7, 1, 3, 2]), '1-3,7')
    for (const text of ['', 'x', '1-', '1,,2', ' 1']) assert.deepEqual(seqRangesOf(text), [])
  })

  it('names an entry of which any field was changed', async () => {
    const changes = fc.constantFrom<(entry: AuditEntry) => Partial<AuditEntry>>(
      () => ({ at: '2020-01-01T00:00:00.000Z' }),
      () => ({ action: 'another' }),
      () => ({ hash: sha256('another') }),
      (entry) => ({ commitment: sha256(entry.commitment) }),
    )
    await fc.assert(
      fc.asyncProperty(placeArbitrary, changes, async ({ entries, index }, change) => {
        const tampered = replaced(entries, index, change(entries[index]!))
        const codes = await found(tampered)
        assert.deepEqual(
          codes.filter(([code]) => code === 'changed'),
          [['changed', index + 1]],
        )
      }),
    )
  })

  it('names an entry of which the opening was changed', async () => {
    const field = fc.constantFrom('salt', 'actor', 'subject')
    await fc.assert(
      fc.asyncProperty(placeArbitrary, field, async ({ entries, index }, name) => {
        const opening = entries[index]!.opening!
        const tampered = replaced(entries, index, { opening: { ...opening, [name]: `${opening[name as 'salt']}0` } })
        assert.deepEqual(await found(tampered), [['opening-changed', index + 1]])
      }),
    )
  })

  it('names an entry that was written anew with its hash, or the one after it', async () => {
    await fc.assert(
      fc.asyncProperty(placeArbitrary, async ({ entries, index }) => {
        const changed = rehashed(replaced(entries, index, { action: 'another' }), index)
        const one = replaced(entries, index, changed[index]!)
        const isLast = index === entries.length - 1
        assert.deepEqual(await found(one), isLast ? [] : [['changed', index + 2]])
        // All the rest written anew too: only a head that was kept tells.
        assert.deepEqual(await found(changed), [])
        assert.deepEqual(await found(changed, { heads: [headOf(entries)] }), [['head-mismatch', entries.length]])
      }),
    )
  })

  it('names what is missing in the middle or at the start', async () => {
    await fc.assert(
      fc.asyncProperty(placeArbitrary, fc.integer({ min: 1, max: 4 }), async ({ entries, index }, count) => {
        fc.pre(index + count < entries.length)
        const left = [...entries.slice(0, index), ...entries.slice(index + count)]
        assert.deepEqual(await found(left), [['missing', index + 1]])
      }),
    )
  })

  it('names what is cut off its end, against a head that was kept', async () => {
    await fc.assert(
      fc.asyncProperty(placeArbitrary, async ({ entries, index }) => {
        const left = entries.slice(0, index)
        assert.deepEqual(await found(left), [])
        assert.deepEqual(await found(left, { heads: [headOf(entries)] }), [['cut-short', index + 1]])
      }),
    )
  })

  it('names two entries that changed places, with and without their numbers', async () => {
    const pair = chainArbitrary.chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        pair: fc.uniqueArray(fc.nat({ max: entries.length - 1 }), { minLength: 2, maxLength: 2 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(pair, async ({ entries, pair: [one, other] }) => {
        const [low, high] = [Math.min(one!, other!), Math.max(one!, other!)]
        const moved = entries.with(low, entries[high]!).with(high, entries[low]!)
        const numbers = new Set((await found(moved)).map(([, seq]) => seq))
        assert.ok(numbers.has(low + 1), 'the first of them')
        const renumbered = moved.map((entry, index) => ({ ...entry, seq: index + 1 }))
        const changed = await found(renumbered)
        for (const index of [low, high]) {
          assert.ok(
            changed.some(([code, seq]) => code === 'changed' && seq === index + 1),
            `number ${index + 1}`,
          )
        }
      }),
    )
  })

  it('names an entry that was put in, under a number of its own or one that is taken', async () => {
    await fc.assert(
      fc.asyncProperty(placeArbitrary, openingArbitrary, async ({ entries, index }, opening) => {
        const base = entries[index]!
        const forged = { ...base, commitment: commitmentOf(opening, sha256), opening, action: 'forged' }
        const hash = entryHash(DISTRICT, forged, entries[index - 1]?.hash ?? FIRST_HASH, sha256)
        const twice = [...entries.slice(0, index + 1), { ...forged, hash }, ...entries.slice(index + 1)]
        assert.deepEqual(await found(twice), [['reordered', index + 1]])
        const shifted = [...entries.slice(0, index), { ...forged, hash }, ...entries.slice(index)]
        const renumbered = shifted.map((entry, at) => ({ ...entry, seq: at + 1 }))
        assert.deepEqual((await found(renumbered))[0], ['changed', index + 2])
      }),
    )
  })
})
