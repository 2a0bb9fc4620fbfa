import { createOpeningLedger } from './openings.ts'
import type { AuditEntry, AuditFinding, AuditHead, AuditOpening, AuditVerification } from './schema.ts'

/** SHA-256 of a text's UTF-8 bytes in lower-case hex, at once or later. */
export type Digest<Hash extends string | Promise<string>> = (text: string) => Hash

/** What the first entry follows. */
export const FIRST_HASH = '0'.repeat(64)

/** Head of a chain without entries. */
export const EMPTY_CHAIN: AuditHead = { seq: 0, hash: FIRST_HASH }

/**
 * What stands in the chain for the content, which can then be erased.
 * @example commitmentOf({ salt: '00', actor: 'public', subject: 'i1' }, sha256) // SHA-256 of ["00","public","i1"]
 */
export function commitmentOf<Hash extends string | Promise<string>>(
  { salt, actor, subject }: AuditOpening,
  sha256: Digest<Hash>,
): Hash {
  return sha256(JSON.stringify([salt, actor, subject]))
}

/** What is hashed of an entry, beside its district and the hash before it. */
export type HashedEntry = Pick<AuditEntry, 'seq' | 'at' | 'action' | 'commitment'>

/** SHA-256 of the JSON text `[districtId,seq,at,action,commitment,previousHash]`, without spaces. */
export function entryHash<Hash extends string | Promise<string>>(
  districtId: string,
  { seq, at, action, commitment }: HashedEntry,
  previousHash: string,
  sha256: Digest<Hash>,
): Hash {
  return sha256(JSON.stringify([districtId, seq, at, action, commitment, previousHash]))
}

export interface VerifyOptions {
  /** It goes into each hash: entries of another district do not fit. */
  districtId: string
  sha256: Digest<string | Promise<string>>
  /** Heads that were taken from the chain earlier; without one, entries cut off its end are not missed. */
  heads?: readonly AuditHead[]
  /** Head up to which the chain was verified before. @defaultValue the start */
  from?: AuditHead
}

/** More than these are not told one by one. */
export const MAX_FINDINGS = 100

/**
 * Goes through a chain, holding one entry at a time, and names each entry that was changed, left out, put in or moved.
 * An entry without its opening is in order where a later act says that it was erased.
 */
export async function verifyChain(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
  { districtId, sha256, heads = [], from = EMPTY_CHAIN }: VerifyOptions,
): Promise<AuditVerification> {
  const findings = new Map<string, AuditFinding>()
  const tell = (finding: AuditFinding) => {
    if (findings.size < MAX_FINDINGS) findings.set(`${finding.code} ${finding.seq}`, finding)
  }
  const openings = createOpeningLedger()
  const gaps: { first: number; last: number }[] = []
  let head = from
  let count = 0
  // What the next entry may follow: the hash that stands in the last one, and the one that should stand there.
  // None where the last one is missing.
  let previous: string[] = [from.hash]
  for (const early of heads.filter(({ seq }) => seq < from.seq)) tell(beforeStart(early.seq))
  checkHeads(heads, from, tell)

  for await (const entry of entries) {
    count += 1
    const isTrue = !entry.opening || (await commitmentOf(entry.opening, sha256)) === entry.commitment
    if (!isTrue) tell(openingChanged(entry.seq))
    if (entry.seq <= from.seq) {
      tell(beforeStart(entry.seq))
      continue
    }
    openings.read(entry, isTrue)
    if (entry.seq <= head.seq) {
      tell(reordered(entry.seq))
      continue
    }
    if (entry.seq > head.seq + 1) {
      if (gaps.length < MAX_FINDINGS) gaps.push({ first: head.seq + 1, last: entry.seq - 1 })
      previous = []
    }
    const hashes = []
    for (const hash of previous) hashes.push(await entryHash(districtId, entry, hash, sha256))
    if (hashes.length > 0 && !hashes.includes(entry.hash)) tell(changed(entry.seq))
    previous = [...new Set([entry.hash, ...hashes.slice(0, 1)])]
    head = { seq: entry.seq, hash: entry.hash }
    checkHeads(heads, head, tell)
  }

  for (const { first, last } of openings.unaccounted()) tell(openingMissing(first, last))
  for (const { first, last } of gaps) {
    if (!isOutOfPlace(findings, first, last)) tell(missing(first, last))
  }
  for (const { seq } of heads) if (seq > head.seq) tell(cutShort(head.seq + 1, seq))
  const found = [...findings.values()].sort((one, other) => one.seq - other.seq)
  return { ok: found.length === 0, entries: count, head, findings: found }
}

function checkHeads(heads: readonly AuditHead[], { seq, hash }: AuditHead, tell: (finding: AuditFinding) => void): void {
  for (const head of heads) if (head.seq === seq && head.hash !== hash) tell(headMismatch(seq))
}

/** All that a gap lacks came later: it is moved, not missing. */
function isOutOfPlace(findings: ReadonlyMap<string, AuditFinding>, first: number, last: number): boolean {
  for (let seq = first; seq <= last; seq += 1) if (!findings.has(`reordered ${seq}`)) return false
  return true
}

type OfEntry = (seq: number) => AuditFinding

const changed: OfEntry = (seq) => ({
  code: 'changed',
  seq,
  message: {
    zh: `第 ${seq} 条记录与其哈希不符，该条或前一条已被改动`,
    en: `Entry ${seq} does not fit its hash: it or the one before it was changed`,
  },
})

const openingChanged: OfEntry = (seq) => ({
  code: 'opening-changed',
  seq,
  message: {
    zh: `第 ${seq} 条记录的内容与其承诺值不符`,
    en: `What entry ${seq} tells is not what it was committed to`,
  },
})

const reordered: OfEntry = (seq) => ({
  code: 'reordered',
  seq,
  message: { zh: `第 ${seq} 条记录不在其位，或重复出现`, en: `Entry ${seq} is not in its place, or comes twice` },
})

const beforeStart: OfEntry = (seq) => ({
  code: 'before-start',
  seq,
  message: { zh: `第 ${seq} 条在核验起点之前`, en: `Number ${seq} is before the start of what is verified` },
})

const headMismatch: OfEntry = (seq) => ({
  code: 'head-mismatch',
  seq,
  message: {
    zh: `第 ${seq} 条的哈希与先前导出的不同，其前的记录已被改写`,
    en: `The hash of entry ${seq} is not the one that was kept: what leads to it was written anew`,
  },
})

const range = (first: number, last: number) => (first === last ? `${first}` : `${first}–${last}`)

const openingMissing = (first: number, last: number): AuditFinding => ({
  code: 'opening-missing',
  seq: first,
  message: {
    zh: `第 ${range(first, last)} 条的内容已空，而链中没有删除它的记录`,
    en: `What ${range(first, last)} told is gone, and no act in the chain says that it was erased`,
  },
})

const missing = (first: number, last: number): AuditFinding => ({
  code: 'missing',
  seq: first,
  message: { zh: `缺少第 ${range(first, last)} 条记录`, en: `Missing: ${range(first, last)}` },
})

const cutShort = (first: number, last: number): AuditFinding => ({
  code: 'cut-short',
  seq: first,
  message: { zh: `末尾缺少第 ${range(first, last)} 条记录`, en: `Cut off the end: ${range(first, last)}` },
})
