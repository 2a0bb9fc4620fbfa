import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { issueRatesViewSchema } from '@wangge/core/issue/schema'
import { importReportSchema } from '@wangge/core/roster/schema'
import { openCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'

const grid = (id: string, level: string, parentId?: string) => ({
  ...{ id, level, name: { zh: `网格${id}`, en: `Grid ${id}` }, codes: [] },
  ...(parentId !== undefined && { parentId }),
})
const GRIDS = [grid('street', 'subdistrict'), grid('west', 'community', 'street'), grid('yard', 'estate', 'west')]
const ORGANISATIONS =
  '组织编号,组织名称,组织类别,上级组织\nwc,党工委,党工委,\ncc,片区综合党委,综合党委,wc\nn1,新公司党支部,两新,cc\n'
const PEOPLE = '姓名,手机,所属党组织\n邓雪莎,13900001001,新公司党支部\n'

describe('importing people and organisations on the command line', () => {
  let line: CommandLine
  before(async () => {
    line = await openCommandLine()
    await writeFile(join(line.folder, 'grids.json'), JSON.stringify(GRIDS))
    const { code, err, out } = await line.run('import', 'grids', 'grids.json', '--data', 'data')
    assert.equal(code, 0, err + out)
  })
  after(async () => {
    await line.killAll()
    await line.remove()
  })

  const importing = async (what: string, file: string, text: string, ...options: string[]) => {
    await writeFile(join(line.folder, file), text)
    return line.run('import', what, file, '--data', 'data', ...options)
  }

  it('previews, imports, and finds everything there the second time', async () => {
    const planned = await importing('organisations', 'o.csv', ORGANISATIONS, '--dry-run', '--lang', 'zh')
    assert.deepEqual([planned.code, planned.out.trim()], [0, '试运行，未作改动：新增 3，更新 0，不变 0'], planned.err)
    assert.match(
      (await importing('organisations', 'o.csv', ORGANISATIONS, '--lang', 'en')).out,
      /^✓ Imported organisations: 3 new/,
    )
    assert.equal((await importing('people', 'p.csv', PEOPLE)).code, 0)
    const again = await importing('people', 'p.csv', PEOPLE, '--json')
    assert.equal(importReportSchema.parse(JSON.parse(again.out)).outcome, 'unchanged')
  })

  it('says before it brings them in who becomes the liaison of which organisation, and whose place they take', async () => {
    const bringing = async (cells: string, ...options: string[]) => {
      const { out, err } = await importing('organisations', 'l.csv', `组织名称,${cells}\n`, ...options)
      assert.equal(err, '')
      return out.trimEnd().split('\n')
    }
    const planned = await bringing('联络人手机\n新公司党支部,13900001001', '--dry-run', '--lang', 'zh')
    const [, counted, told] = planned
    const id = /^ {2}第 2 行：新公司党支部 的联络人为人员 (\w+)$/.exec(told!)?.[1]
    assert.deepEqual([planned.length, counted], [3, '       1  新任联络人'], planned.join('\n'))
    assert.deepEqual((await bringing(`联络人人员编号\n新公司党支部,${id}`, '--lang', 'en')).slice(1), [
      '       1  who become a liaison',
    ])
    await importing('people', 'q.csv', '人员编号,姓名,手机\np-2,高一,13900001009\n')
    assert.deepEqual((await bringing('liaison phone\n新公司党支部,13900001009', '--dry-run', '--lang', 'en')).slice(2), [
      `  row 2: p-2 becomes the liaison of 新公司党支部 in place of ${id}`,
      '  Note: row 2: the liaison of 新公司党支部 (n1) is neither on its roll nor known as its employee',
    ])
  })

  it('tells each fault by row and column, writes nothing and ends with 1', async () => {
    const bad = await importing('people', 'bad.csv', `${PEOPLE}高一,13900001002,没有的支部\n,13900001003,\n`, '--lang', 'zh')
    assert.equal(bad.code, 1)
    assert.deepEqual(bad.out.trimEnd().split('\n'), [
      '✗ 未导入，未作任何改动：2 处有误',
      '  第 3 行：“所属党组织”应为已有的党组织，实际为“没有的支部”。',
      '  第 4 行：“姓名”不能为空。',
    ])
  })

  it('counts what became of issues, each share with what it is of, for readers and for programs', async () => {
    const shown = async (...options: string[]) => {
      const { code, out, err } = await line.run('issue', 'rates', '--data', 'data', ...options)
      assert.equal(code, 0, err)
      return out
    }
    const span = ['--from', '2026-01-01T00:00:00+08:00', '--to', '2026-03-01T00:00:00+08:00']
    const [head, columns, ...rows] = (await shown(...span, '--lang', 'zh')).trimEnd().split('\n')
    assert.match(head!, /^上报于 2026-01-01T00:00:00\+08:00 至 .*，截至 20/)
    assert.match(columns!, /^网格 +上报 +响应率 .* 解决率 +满意率 .* 结案率 +按期结案率 +返工率/)
    assert.deepEqual(
      rows.map((row) => row.split(/ {2,}/).slice(0, 3)),
      [
        ['合计', '0', '–'],
        ['网格west', '0', '–'],
      ],
    )
    const csv = (await shown(...span, '--by', 'period', '--csv')).trimEnd().split('\n')
    assert.match(csv[0]!, /^key,name_zh,name_en,reported,response_num,response_den,/)
    assert.deepEqual(
      csv.slice(1).map((row) => row.split(',').slice(0, 6).join()),
      [',合计,all,0,0,0', '2026-01,2026-01,2026-01,0,0,0', '2026-02,2026-02,2026-02,0,0,0'],
    )
    assert.equal(issueRatesViewSchema.parse(JSON.parse(await shown('--json'))).by, 'grid')
    const wrong = await line.run('issue', 'rates', '--data', 'data', '--by', 'person')
    assert.deepEqual([wrong.code, wrong.err.trim()], [2, 'wangge: --by: expected grid, category, period, got person'])
  })

  it('lists the hours in which a crossing has no branch, before and when it brings them in', async () => {
    const duties = [
      '路口,党组织,起始时间,交接时间,所在网格',
      '柳岸路口,新公司党支部,2020-01-01,2020-02-01,yard',
      '柳岸路口,新公司党支部,2020-02-02,2020-03-01,',
    ].join('\n')
    const planned = await importing('intersections', 'x.csv', duties, '--dry-run', '--lang', 'zh')
    assert.deepEqual(planned.out.trimEnd().split('\n'), [
      '试运行，未作改动：新增 2，更新 0，不变 0',
      '  注意：柳岸路口：2020-02-01 至 2020-02-02 没有党组织包，共 24 小时',
      '  注意：柳岸路口：2020-03-01 起没有党组织包',
    ])
    const done = await importing('intersections', 'x.csv', duties, '--lang', 'en')
    assert.match(
      done.out,
      /^✓ Imported intersections: 2 new.*\n {2}Note: 柳岸路口: no branch from 2020-02-01 until 2020-02-02, 24 h\n/,
    )
  })

  it('checks the chains of issues against a head that was kept', async () => {
    const run = (...args: string[]) => line.run('issue', ...args, '--data', 'data')
    const head = await run('head', 'all')
    assert.equal(head.code, 0, head.err)
    await writeFile(join(line.folder, 'head.json'), head.out)
    const checked = await run('verify', 'all', '--head', 'head.json', '--lang', 'zh')
    assert.deepEqual(
      [checked.code, checked.out.trim()],
      [0, `✓ 链条完整：0 件共 0 步，链尾 ${JSON.parse(head.out).hash}，与 head.json 中留存的链尾相符`],
      checked.err,
    )
    await writeFile(join(line.folder, 'other.json'), JSON.stringify({ seq: 1, hash: '0'.repeat(64) }))
    const other = await run('verify', 'all', '--head', 'other.json', '--lang', 'en')
    assert.equal(other.code, 1, other.out)
    assert.notEqual(other.out.trim(), '')
    const [none, unknown] = [await run('verify'), await run('head', 'nothing')]
    assert.deepEqual([none.code, none.err.trim()], [2, 'wangge: issue verify: expected ID|all, got nothing'])
    assert.deepEqual([unknown.code, unknown.err.trim()], [2, 'wangge: There is no such issue'])
  })

  it('takes the hotline’s orders too, and tells what it does not know of them', async () => {
    await writeFile(join(line.folder, 'h.csv'), '工单编号,问题类别,诉求内容,所属网格\nRX-1,占道,挪走,yard\n')
    const { code, out } = await line.run('issue', 'import', 'h.csv', '--data', 'data', '--lang', 'zh')
    const fault = '  第 2 行：“问题类别”应为已有的二级类别，实际为“占道”。'
    assert.deepEqual([code, out.trimEnd().split('\n')], [1, ['✗ 未导入，未作任何改动：1 处有误', fault]])
  })

  it('ends with 2 where there is no table', async () => {
    const { code, err } = await line.run('import', 'people', 'nowhere.csv', '--data', 'data')
    assert.deepEqual([code, /nowhere\.csv: expected a file that can be read, got ENOENT/.test(err)], [2, true], err)
  })

  it('reconciles organisations with what is declared, and ends with 1 where they differ', async () => {
    const told = await line.run('district', 'organisations', '--total', '2', '--two-new', '1', '--lang', 'en', '--data', 'data')
    assert.equal(told.code, 1, told.err)
    assert.match(told.out, /1 {2}primary organisations · declared 2 · -1\n/)
    assert.match(told.out, /0 {4}remainder · declared 1 · -1\n/)
  })

  it('gives the new district its words and rules, beside a running server and without one', async () => {
    const file = async (name: string, value: object) => {
      await writeFile(join(line.folder, name), JSON.stringify(value))
      return name
    }
    const words = { purpose: 'volunteer-duty', zh: '用于安排值守。', en: 'To arrange duties.', retentionDays: 730 }
    const server = await line.serve(join(line.folder, 'data'))
    const set = await line.run('statement', 'set', await file('s.json', { statements: [words] }), '--data', 'data')
    assert.deepEqual(
      [set.code, set.out.trim()],
      [0, 'volunteer-duty: version 1, kept for 730 days; consent counts from version 1 on'],
      set.err,
    )
    assert.match(set.err, /Nobody can agree to issue-report yet/)
    const bad = await line.run('statement', 'set', await file('b.json', { statements: [{ ...words, zh: 1 }] }), '--data', 'data')
    assert.deepEqual([bad.code, /statements\.0\.zh: /.test(bad.err)], [2, true], bad.err)
    const { err } = await server.stop()
    assert.match(err, /^Nobody can agree to issue-report, volunteer-duty yet, .*wangge statement set FILE/)
    const shown = JSON.parse((await line.run('statement', 'show', '--data', 'data')).out)
    assert.deepEqual(shown, { statements: [{ ...words, version: 1 }] })
    const policy = JSON.parse((await line.run('roster', 'policy', 'show', '--data', 'data')).out)
    const own = { ...policy, confirmBeforeHours: 3, attendance: { ...policy.attendance, radius: 80 } }
    const ruled = await line.run('roster', 'policy', 'set', await file('r.json', own), '--data', 'data')
    assert.deepEqual([ruled.code, ruled.err], [0, ''])
    assert.match(ruled.out, /closes 30 min before, rest 30 min, confirmed 3 h before the start; checked in within 80 m/)
    assert.deepEqual(JSON.parse((await line.run('roster', 'policy', 'show', '--data', 'data')).out), own)
  })
})
