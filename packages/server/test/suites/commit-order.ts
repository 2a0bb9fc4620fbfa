import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import type { Context } from '../../src/context.ts'
import { appendChanges, currentCursor, listChanges } from '../../src/storage/changes.ts'
import { openDatabase } from '../../src/storage/database.ts'
import type { Tx } from '../../src/storage/database.ts'
import { LISTENER } from '../../src/storage/listen-for-commits.ts'
import { write } from '../../src/storage/write.ts'
import { assertProblem, nextUlid, openDistrict, newKeyring } from '../harness.ts'

/** Needs transactions side by side, which only a real PostgreSQL has. */
export function commitOrder(name: string, newDatabase: () => Promise<string>): void {
  const change = (id: string) => ({ topic: 'grid' as const, id, gridPath: [], data: {} })
  const request = () => ({ key: nextUlid(), fingerprint: 'f', actor: 'test', now: 0 })
  const written = (id: string) => ({ status: 200, answer: {}, audit: { action: 'test', subject: id }, changes: [change(id)] })

  describe(name, () => {
    it('never shows a later change before an earlier one, whatever the order in which transactions begin', async () => {
      const databaseUrl = await newDatabase()
      const { database } = await openDistrict(await openDatabase({ databaseUrl }))
      const context = createContext({ database, keyring: newKeyring() })
      const seen: string[] = []
      let cursor = 0
      const follow = async () => {
        const page = await listChanges(database.db, 'main', { after: cursor, limit: 1000, topics: ['grid'] })
        seen.push(...page.changes.map(({ id }) => id))
        cursor = page.cursor
      }
      await follow()
      seen.length = 0

      const gate = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const slow = write(context, request(), async () => {
        begun.resolve()
        await gate.promise
        return written('slow')
      })
      await begun.promise
      await write(context, request(), async () => written('quick'))
      await follow()
      assert.deepEqual(seen, ['quick'])
      gate.resolve()
      await slow
      await follow()
      assert.deepEqual(seen, ['quick', 'slow'])
      await database.close()
    })

    it('makes a transaction wait for its number until the one before has committed', async () => {
      const { database } = await openDistrict(await openDatabase({ databaseUrl: await newDatabase() }))
      const append = (tx: Tx, id: string) => appendChanges(tx, 'main', new Date(0).toISOString(), [change(id)])
      const hasNumber = Promise.withResolvers<number>()
      const gate = Promise.withResolvers<void>()
      const first = database.db.transaction().execute(async (tx) => {
        hasNumber.resolve(await append(tx, 'first'))
        await gate.promise
      })
      const number = await hasNumber.promise
      const second = database.db.transaction().execute((tx) => append(tx, 'second'))
      const page = await listChanges(database.db, 'main', { after: number - 1, limit: 9, topics: ['grid'] })
      assert.deepEqual([page.changes, page.cursor], [[], number - 1])
      gate.resolve()
      await first
      assert.equal(await second, number + 1)
      await database.close()
    })

    it('misses none of 300 writes that overlap at random while a reader follows', async () => {
      const { database } = await openDistrict(await openDatabase({ databaseUrl: await newDatabase() }))
      const context: Context = createContext({ database, keyring: newKeyring() })
      const seen: string[] = []
      let cursor = 0
      let done = false
      const reader = (async () => {
        for (let last = false; !last;) {
          last = done
          const page = await listChanges(database.db, 'main', { after: cursor, limit: 1000, topics: ['grid'] })
          seen.push(...page.changes.map(({ id }) => id))
          cursor = page.cursor
        }
      })()
      const ids = Array.from({ length: 300 }, (_, number) => `w-${number}`)
      await Promise.all(ids.map((id) => write(context, request(), async () => written(id))))
      done = true
      await reader
      assert.deepEqual(seen.filter((id) => id.startsWith('w-')).sort(), ids.sort())
      await database.close()
    })

    it('tells another process of a commit', async () => {
      const databaseUrl = await newDatabase()
      const { database } = await openDistrict(await openDatabase({ databaseUrl }))
      const other = await openDatabase({ databaseUrl })
      const heard = Promise.withResolvers<number>()
      let expected = Infinity
      other.signal.subscribe('main', (cursor) => cursor >= expected && heard.resolve(cursor))
      const context = createContext({ database, keyring: newKeyring() })
      expected = 2
      await write(context, request(), async () => written('told'))
      assert.equal(await heard.promise, 2)
      await other.close()
      await database.close()
    })

    it('ends what another process tells to a key that was taken back here, and counts no change', async () => {
      const databaseUrl = await newDatabase()
      const { database, keyring, clock, call, headersOf } = await openDistrict(await openDatabase({ databaseUrl }))
      const other = await openDatabase({ databaseUrl })
      const app = createApp({ database: other, keyring, clock: () => clock.now, onError: (error) => assert.fail(error as Error) })
      const headers = headersOf('public')
      const response = await app.fetch(new Request('http://district.test/v1/events', { headers }))
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
      assert.match((await reader.read()).value!, /"cursor": 1}/)
      await write(createContext({ database, keyring }), request(), async () => written('before'))
      assert.match((await reader.read()).value!, /"cursor": 2}/)
      const body = { key: headers['wangge-site-key'] }
      assert.equal((await call('POST', '/v1/admin/key-revoke', { as: 'admin', body })).status, 200)
      assert.deepEqual(await reader.read(), { done: true, value: undefined })
      assert.equal(await currentCursor(other.db, 'main'), 2)
      app.close()
      await other.close()
      await database.close()
    })

    it('hears of commits again after its connection broke, also of those that it missed', async () => {
      const databaseUrl = await newDatabase()
      const { database } = await openDistrict(await openDatabase({ databaseUrl }))
      const other = await openDatabase({ databaseUrl })
      const heard = new Map([2, 3, 4].map((cursor) => [cursor, Promise.withResolvers<void>()]))
      other.signal.subscribe('main', (newest) => {
        for (const [cursor, told] of heard) if (cursor <= newest) told.resolve()
      })
      const context = createContext({ database, keyring: newKeyring() })
      await write(context, request(), async () => written('before'))
      await heard.get(2)!.promise
      const { rows } = await sql<{ gone: boolean }>`
        select pg_terminate_backend(pid) as gone from pg_stat_activity
        where datname = current_database() and application_name = ${LISTENER}`.execute(database.db)
      assert.deepEqual(rows, [{ gone: true }, { gone: true }])
      await write(context, request(), async () => written('meanwhile'))
      await heard.get(3)!.promise
      await write(context, request(), async () => written('after'))
      await heard.get(4)!.promise
      await other.close()
      await database.close()
    })

    it('tells of connections that broke while nobody used them, and goes on', async () => {
      const databaseUrl = await newDatabase()
      const errors: string[] = []
      const both = Promise.withResolvers<void>()
      const onError = (error: unknown) => {
        errors.push((error as { code: string }).code)
        if (errors.length === 2) both.resolve()
      }
      const database = await openDatabase({ databaseUrl, onError })
      const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.db)
      // The listener opens in its own time.
      let gone: { gone: boolean }[] = []
      for (let look = 0; gone.length === 0 && look < 1000; look++) {
        const { rows: found } = await sql<{ gone: boolean }>`
          select pg_terminate_backend(pid) as gone from pg_stat_activity
          where datname = current_database() and application_name = ${LISTENER}`.execute(database.db)
        gone = found
      }
      assert.deepEqual(gone, [{ gone: true }])
      const other = await openDatabase({ databaseUrl })
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name <> ${LISTENER} and pid <> pg_backend_pid()`.execute(other.db)
      await both.promise
      assert.deepEqual(errors, ['57P01', '57P01'])
      assert.deepEqual((await sql`select 1 as one`.execute(database.db)).rows, rows)
      await other.close()
      await database.close()
    })

    it('answers 503 while the database is away', async () => {
      const database = await openDatabase({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })
      const app = createApp({ database, keyring: newKeyring(), onError: (error) => assert.fail(error as Error) })
      const headers = { 'wangge-site-key': 'wk_any', origin: 'https://a.example' }
      const response = await app.fetch(new Request('http://district.test/v1/grids', { headers }))
      assertProblem(
        { status: response.status, headers: response.headers, body: await response.json() },
        503,
        'database-unavailable',
      )
      assert.equal(response.headers.get('retry-after'), '5')
      await database.close()
    })
  })
}
