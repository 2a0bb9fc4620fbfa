import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'node:test'
import { sql } from 'kysely'
import { expectFieldKeys } from '../../src/privacy/field-keys.ts'
import { createKeyring } from '../../src/privacy/keyring.ts'
import { openSecrets } from '../../src/privacy/secrets.ts'
import { auditHead } from '../../src/storage/audit.ts'
import { nextUlid, newKeyring, signUpCommand } from '../harness.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'

const OURS = `district_id = 'main' and seq`

/** What a hand in the table does, and the finding that gives it away. */
const TAMPERINGS: Record<string, [statements: string[], code: string]> = {
  'another action in an entry of the audit': [[`update audit_entries set action = 'x' where ${OURS} = 3`], 'changed'],
  'another time in an entry of the audit': [[`update audit_entries set at = '2020' where ${OURS} = 3`], 'changed'],
  'another hash in an entry of the audit': [[`update audit_entries set hash = repeat('a', 64) where ${OURS} = 3`], 'changed'],
  'another commitment in an entry of the audit': [
    [`update audit_entries set commitment = repeat('a', 64) where ${OURS} = 3`],
    'changed',
  ],
  'another actor in the opening of an entry': [[`update audit_entries set actor = 'x' where ${OURS} = 3`], 'opening-changed'],
  'another subject in the opening of an entry': [[`update audit_entries set subject = 'x' where ${OURS} = 3`], 'opening-changed'],
  'the opening of another entry': [
    [
      `update audit_entries e set salt = o.salt, actor = o.actor, subject = o.subject from audit_entries o
        where e.district_id = 'main' and o.district_id = 'main' and e.seq = 3 and o.seq = 4`,
    ],
    'opening-changed',
  ],
  'an entry taken out of the audit': [[`delete from audit_entries where ${OURS} = 3`], 'missing'],
  'the first entry taken out of the audit': [[`delete from audit_entries where ${OURS} = 1`], 'missing'],
  'two entries in each other’s place': [
    [
      `update audit_entries set seq = -seq where ${OURS} in (3, 4)`,
      `update audit_entries set seq = 7 + seq where ${OURS} in (-3, -4)`,
    ],
    'changed',
  ],
  'an entry put in behind the last': [
    [
      `insert into audit_entries select district_id, (select seq + 1 from audit_heads where district_id = 'main'), at, action,
        commitment, hash, salt, actor, subject from audit_entries where ${OURS} = 3`,
    ],
    'beyond-head',
  ],
  'the end of the audit cut off': [[`delete from audit_entries where ${OURS} > 4`], 'cut-short'],
  'the end of the audit cut off, and its head put back': [
    [
      `delete from audit_entries where ${OURS} > 4`,
      `update audit_heads set seq = 4, hash = (select hash from audit_entries where ${OURS} = 4) where district_id = 'main'`,
    ],
    'cut-short',
  ],
}

export function atRest(arena: Arena): void {
  describe('data at rest', () => {
    const { ask } = arena

    for (const [what, [statements, code]] of Object.entries(TAMPERINGS)) {
      attack(what, async () => {
        const { db } = arena.context
        const head = await auditHead(db, 'main')
        const rows = await db.selectFrom('audit_entries').selectAll().execute()
        for (const statement of statements) await sql.raw(statement).execute(db)
        const { body } = await ask({ path: '/v1/audit/verification', as: 'auditor', body: { head } })
        await db.deleteFrom('audit_entries').execute()
        await db.insertInto('audit_entries').values(rows).execute()
        await db.updateTable('audit_heads').set(head).where('district_id', '=', 'main').execute()
        assert.equal(body.ok, false)
        assert.ok(
          body.findings.some((finding: { code: string }) => finding.code === code),
          JSON.stringify(body.findings),
        )
      })
    }

    attack('an audit that is changed by whoever it is about', async () => {
      for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) {
        await arena.refuses(405, 'method-not-allowed', { method, path: '/v1/audit', as: 'street' })
      }
    })

    const enter = async (name: string) => {
      const body = { id: nextUlid(), name, phone: `136${String(enter.phones++).padStart(8, '0')}` }
      assert.equal((await ask({ path: '/v1/people', as: 'street', body })).status, 201)
      return body
    }
    enter.phones = 0
    const sealedOf = async (id: string) =>
      (await arena.context.db.selectFrom('people').select('name_sealed').where('id', '=', id).executeTakeFirstOrThrow())
        .name_sealed!
    const place = (id: string, column = 'name_sealed', districtId = 'main') => ({ districtId, table: 'people', column, id })
    const ELSEWHERE = /Expected what was sealed for|got a text sealed with/

    attack('a sealed name moved to the row of another', async () => {
      const sealed = await sealedOf((await enter('欧阳甲')).id)
      const other = await enter('欧阳乙')
      assert.throws(() => arena.district.keyring.open(sealed, place(other.id)), ELSEWHERE)
    })

    attack('a sealed name moved to another column', async () => {
      const { id } = await enter('欧阳丙')
      const sealed = await sealedOf(id)
      assert.throws(() => arena.district.keyring.open(sealed, place(id, 'phone_sealed')), ELSEWHERE)
    })

    attack('a sealed name moved to another district', async () => {
      const { id } = await enter('欧阳丁')
      const sealed = await sealedOf(id)
      assert.throws(() => arena.district.keyring.open(sealed, place(id, 'name_sealed', 'other')), ELSEWHERE)
    })

    attack('one bit turned over anywhere in a sealed name', async () => {
      const { id } = await enter('欧阳戊')
      const [kid, iv, body] = (await sealedOf(id)).split('.') as [string, string, string]
      const flipped = (text: string, at: number) => {
        const bytes = Buffer.from(text, 'base64url')
        bytes[at]! ^= 1
        return bytes.toString('base64url')
      }
      const { keyring } = arena.district
      for (let at = 0; at < 12; at += 1)
        assert.throws(() => keyring.open(`${kid}.${flipped(iv, at)}.${body}`, place(id)), ELSEWHERE)
      for (let at = 0; at < Buffer.from(body, 'base64url').length; at += 1) {
        assert.throws(() => keyring.open(`${kid}.${iv}.${flipped(body, at)}`, place(id)), ELSEWHERE)
      }
    })

    attack('a sealed name without its tag, or with a short one', async () => {
      const { id } = await enter('欧阳己')
      const [kid, iv, body] = (await sealedOf(id)).split('.') as [string, string, string]
      const bytes = Buffer.from(body, 'base64url')
      for (const cut of [16, 12, 4, 1]) {
        const short = bytes.subarray(0, -cut).toString('base64url')
        assert.throws(() => arena.district.keyring.open(`${kid}.${iv}.${short}`, place(id)), ELSEWHERE)
      }
    })

    attack('a sealed name under the name of another key', async () => {
      const { id } = await enter('欧阳庚')
      const sealed = (await sealedOf(id)).replace(/^[^.]*/, 'k9')
      assert.throws(() => arena.district.keyring.open(sealed, place(id)), ELSEWHERE)
    })

    attack('a sealed name with keys that were guessed', async () => {
      const { id } = await enter('欧阳辛')
      const sealed = await sealedOf(id)
      assert.throws(() => newKeyring().open(sealed, place(id)), ELSEWHERE)
    })

    attack('a dictionary of all phones against the hashes that are kept', async () => {
      const { id, phone } = await enter('欧阳壬')
      const row = await arena.context.db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      const guesses = ['', 'phone', 'phone\0', 'phone:'].flatMap((before) =>
        [phone, `+86${phone}`, `86${phone}`].flatMap((each) =>
          ['sha256', 'sha1', 'md5', 'sha512'].map((kind) =>
            createHash(kind)
              .update(before + each)
              .digest('hex'),
          ),
        ),
      )
      assert.equal(guesses.includes(row.phone_hash!), false)
      assert.notEqual(newKeyring().hash('phone', phone), row.phone_hash)
    })

    attack('a name, a phone, a number or a token anywhere in the tables', async () => {
      const { name, phone } = await enter('司马如意')
      const as = 'employee:SEALED77' as const
      assert.equal((await ask({ path: '/v1/sign-ups', as, body: signUpCommand({ slotId: 'sh-later' }) })).status, 201)
      const { db } = arena.context
      const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables
        where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(db)
      const token = arena.district.headersOf('street').authorization!.slice('Bearer '.length)
      for (const table of tables) {
        const { rows } = await sql<{ row: string }>`select to_jsonb(one)::text as row from ${sql.table(table.name)} one`.execute(
          db,
        )
        const text = rows.map(({ row }) => row).join('\n')
        for (const trace of [name, phone, 'SEALED77', token]) assert.ok(!text.includes(trace), `${trace} in ${table.name}`)
      }
    })

    attack('a process with other keys on the district’s data', async () => {
      const { clock } = arena.context
      const others = { districtId: 'main', keyring: newKeyring(), clock }
      await arena.untouched(() =>
        assert.rejects(expectFieldKeys(arena.context.db, others), /Expected the keys that sealed district/),
      )
    })

    attack('a process with the right field key and another hash key', async () => {
      const fieldKeys = [{ kid: 'k1', key: randomBytes(32) }]
      const ours = createKeyring({ fieldKeys, hashKey: randomBytes(32) })
      const { db, clock } = arena.context
      await expectFieldKeys(db, { districtId: 'keys', keyring: ours, clock })
      const keyring = createKeyring({ fieldKeys, hashKey: randomBytes(32) })
      await assert.rejects(expectFieldKeys(db, { districtId: 'keys', keyring, clock }), /Expected the keys that sealed district/)
    })

    attack('a secrets file that others may read', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'wangge-attack-'))
      try {
        const path = join(folder, 'secrets.json')
        await openSecrets(path)
        await chmod(path, 0o644)
        await openSecrets(path)
        assert.equal((await stat(path)).mode & 0o777, 0o600)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  })
}
