import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import readExcelFile from 'read-excel-file/node'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import { MOST_EXPORTED } from '../../src/storage/export-issues.ts'
import { assertProblem, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

export function issueFiles(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let made: { id: string }
    before(async () => {
      district = await open()
      const command = reportCommand({ description: '=HYPERLINK("https://evil.example")', placeText: '@SUM(1)' })
      made = (await district.post('/v1/issues', command, 'public')).body
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const get = (path: string, as: Caller = 'street') => district.call('GET', path, { as })
    const acts = async () =>
      (await get('/v1/audit?after=0&limit=1000', 'auditor')).body.entries.map(({ action }: { action: string }) => action)

    it('are a table in local time, with the reporters’ words only where they are asked for, and none of them a formula', async () => {
      const plain = await get('/v1/issues.csv')
      assert.match(plain.headers.get('content-disposition')!, /attachment; filename="issues.csv"/)
      assert.ok(!plain.body.includes('HYPERLINK'))
      const lines = (text: string): string[][] => parse(text, { bom: true, relax_column_count: true })
      const { body } = await get('/v1/issues.csv?words=true')
      const row = lines(body).find(([id]) => id === made.id)!
      assert.deepEqual(row.slice(3, 6), ['待受理', 'submitted', 'resident'])
      assert.equal(row[2]!.split(' / ').length, 4)
      assert.equal(row[7], '2026-03-02 09:00')
      assert.deepEqual(row.slice(12), ['104.0605', '30.5705', '\'=HYPERLINK("https://evil.example")', "'@SUM(1)"])
      assert.ok((await acts()).includes('export-issues') && (await acts()).includes('export-issues-with-words'))
    })

    it('name stages, categories and grids in the language that is asked for', async () => {
      const named = async (query: string) => {
        const rows: string[][] = parse((await get(`/v1/issues.csv${query}`)).body, { bom: true })
        return rows.find(([id]) => id === made.id)!.slice(1, 5)
      }
      const [zh, en] = [await named(''), await named('?lang=en')]
      assert.deepEqual(zh, await named('?lang=zh'))
      assert.deepEqual(
        [zh.slice(2), en.slice(2)],
        [
          ['待受理', 'submitted'],
          ['Pending', 'submitted'],
        ],
      )
      const han = /\p{Script=Han}/u
      assert.ok(
        zh.slice(0, 2).every((cell) => han.test(cell)),
        zh.join(),
      )
      assert.ok(
        en.slice(0, 2).every((cell) => cell !== '' && !han.test(cell)),
        en.join(),
      )
      assertProblem(await get('/v1/issues.csv?lang=fr'), 400, 'invalid-query')
    })

    it('are a workbook whose texts are texts', async () => {
      const headers = district.headersOf('street')
      const response = await district.app.fetch(new Request('http://district.test/v1/issues.xlsx?words=true', { headers }))
      const [sheet] = await readExcelFile(Buffer.from(await response.arrayBuffer()))
      const row = sheet!.data.find(([id]) => id === made.id)!
      assert.deepEqual(row.slice(12), [104.0605, 30.5705, '=HYPERLINK("https://evil.example")', '@SUM(1)'])
    })

    it('are GeoJSON, of a time and a place that the caller reaches', async () => {
      const { features } = (await get('/v1/issues.geojson')).body
      const one = features.find(({ id }: { id: string }) => id === made.id)
      assert.deepEqual(one.geometry, { type: 'Point', coordinates: [104.0605, 30.5705] })
      assert.equal('description' in one.properties, false)
      const ids = async (query: string, as: Caller = 'street'): Promise<string[]> =>
        (await get(`/v1/issues.geojson?${query}`, as)).body.features.map(({ id }: { id: string }) => id)
      const has = async (query: string) => (await ids(query)).includes(made.id)
      // From then on, and before then: to the instant.
      assert.ok(await has('from=2026-03-02T01:00:00Z&to=2026-03-02T01:00:00.001Z'))
      assert.ok(!(await has('from=2026-03-02T01:00:00.001Z')) && !(await has('to=2026-03-02T01:00:00Z')))
      assert.ok(await has('grid=micro-1&state=submitted'))
      assert.ok(!(await has('grid=micro-3&state=submitted')) && !(await has('grid=micro-1&state=closed')))
      assert.ok((await ids('')).length > (await ids('', 'estate')).length)
      assertProblem(await get('/v1/issues.geojson?grid=micro-1', 'estate'), 404, 'unknown-grid')
    })

    it('name in GeoJSON what a map shows, in the language that is asked for, and nothing that somebody wrote', async () => {
      const named = async (query: string) => {
        const { features } = (await get(`/v1/issues.geojson?${query}`)).body
        return features.find(({ id }: { id: string }) => id === made.id).properties
      }
      const [zh, en] = [await named(''), await named('lang=en')]
      const keys = ['categoryId', 'gridPath', 'state', 'createdAt', 'updatedAt', 'closedAt', 'gridCode', 'gridCodeScheme']
      for (const key of keys) assert.deepEqual(zh[key], en[key], key)
      const { tree } = await createContext({ database: district.database, keyring: district.keyring }).reference.current()
      const micro = tree.get('micro-1')!
      for (const [lang, one] of [['zh', zh] as const, ['en', en] as const]) {
        assert.deepEqual(
          [one.category, one.categoryOver, one.grid, one.gridCode, one.gridCodeScheme, one.stage],
          [
            ...(lang === 'zh' ? ['垃圾', '街面'] : ['Litter', 'Street']),
            micro.name[lang],
            micro.codes[0]?.value ?? null,
            micro.codes[0]?.scheme ?? null,
            lang === 'zh' ? '待受理' : 'Pending',
          ],
        )
        assert.equal(one.place.split(' / ').at(-1), micro.name[lang])
        assert.ok(!JSON.stringify(one).includes('HYPERLINK') && !JSON.stringify(one).includes('SUM(1)'))
      }
      assert.equal((await named('words=true&lang=en')).placeText, '@SUM(1)')
      assertProblem(await get('/v1/issues.geojson?lang=fr'), 400, 'invalid-query')
    })

    it('are narrowed down where they are too many for one file, and nothing has left the house', async () => {
      const { db } = district.database
      const copies = (count: number) =>
        sql`insert into issues select (jsonb_populate_record(issues, jsonb_build_object('id', 'many-' || n, 'receipt', 'many-' || n))).*
          from issues, generate_series(1, ${count}::int) n where issues.id = ${made.id}`.execute(db)
      const inMicro1 = (await get('/v1/issues.geojson?grid=micro-1')).body.features.length
      await copies(MOST_EXPORTED - inMicro1)
      assert.equal((await get('/v1/issues.geojson?grid=micro-1')).body.features.length, MOST_EXPORTED)
      await sql`insert into issues select (jsonb_populate_record(issues, '{"id":"one-more","receipt":"one-more"}')).*
        from issues where id = ${made.id}`.execute(db)
      const exports = async () => (await acts()).filter((action: string) => action.startsWith('export')).length
      const before = await exports()
      for (const file of ['csv', 'xlsx', 'geojson']) {
        assertProblem(await get(`/v1/issues.${file}?grid=micro-1`), 422, 'too-many-issues')
      }
      assert.equal(await exports(), before)
      assert.equal((await get('/v1/issues.csv?grid=micro-1&to=2026-03-02T01:00:00Z')).status, 200)
    })
  })
}
