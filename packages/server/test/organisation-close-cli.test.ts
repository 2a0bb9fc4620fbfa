import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { closedOrganisationSchema } from '../src/admin/close-organisation-schema.ts'
import { openCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'

const grid = (id: string, level: string, parentId?: string) => ({
  ...{ id, level, name: { zh: `网格${id}`, en: `Grid ${id}` }, codes: [] },
  ...(parentId !== undefined && { parentId }),
})
const GRIDS = [grid('street', 'subdistrict'), grid('west', 'community', 'street')]
const ORGANISATIONS = [
  '组织编号,组织名称,组织类别,上级组织',
  'wc,党工委,党工委,',
  'cc,片区综合党委,综合党委,wc',
  'n1,新公司党支部,两新,cc',
  'n2,老公司党支部,两新,cc\n',
].join('\n')
const PEOPLE = '姓名,手机,所属党组织\n邓雪莎,13900001001,新公司党支部\n高一,13900001002,新公司党支部\n'

describe('closing an organisation on the command line', () => {
  let line: CommandLine
  before(async () => {
    line = await openCommandLine()
    await writeFile(join(line.folder, 'grids.json'), JSON.stringify(GRIDS))
    await writeFile(join(line.folder, 'o.csv'), ORGANISATIONS)
    await writeFile(join(line.folder, 'p.csv'), PEOPLE)
    for (const [what, file] of Object.entries({ grids: 'grids.json', organisations: 'o.csv', people: 'p.csv' })) {
      const { code, err, out } = await line.run('import', what, file, '--data', 'data')
      assert.equal(code, 0, err + out)
    }
    const made = await line.run('key', 'create', '--origin', 'https://n.example', '--audience', 'org:n1', '--data', 'data')
    assert.equal(made.code, 0, made.err)
  })
  after(async () => {
    await line.killAll()
    await line.remove()
  })

  const close = (...args: string[]) => line.run('organisation', 'close', ...args, '--data', 'data')

  it('tells first what would end, in numbers, and writes nothing of it', async () => {
    const planned = await close('n1', '--on', '2999-01-01', '--lang', 'zh')
    assert.deepEqual(planned.out.trimEnd().split('\n'), [
      '试运行，未作改动。新公司党支部 (n1) 自 2999-01-01 起撤销时：',
      '       2  组织关系终止，请另行转入其他党组织',
      '       1  站点密钥失效',
      '确认无误后加上 --yes，登记后日期不能更改',
    ])
    assert.equal(planned.code, 0, planned.err)
    const empty = await close('n2', '--on', '2999-01-01', '--lang', 'en')
    assert.deepEqual(empty.out.trimEnd().split('\n'), [
      'Dry run, nothing written. With 老公司党支部 (n2) closed from 2999-01-01 on:',
      '  nothing else ends with it',
      'Say --yes to have it so; the day stays then',
    ])
    const again = closedOrganisationSchema.parse(JSON.parse((await close('n1', '--on', '2999-01-01', '--json')).out))
    assert.deepEqual([again.outcome, again.memberships.length, again.keys.length], ['planned', 2, 1])
  })

  it('tells what stands against it, with what would help, and ends with 1', async () => {
    const refused = await close('cc', '--on', '2020-01-01', '--yes', '--lang', 'zh')
    assert.equal(refused.code, 1)
    const [title, day, below] = refused.out.trimEnd().split('\n')
    assert.equal(title, '✗ cc 未撤销，未作任何改动')
    assert.match(day!, /^ {2}撤销日期 2020-01-01 已过：最早可为 \d{4}-\d\d-\d\d。$/)
    assert.equal(
      below,
      '  下级组织届时仍未撤销：新公司党支部（n1）、老公司党支部（n2）。请先改隶其他上级（wangge import organisations）或一并撤销。',
    )
    const { code, err } = await close('n1')
    assert.deepEqual([code, err.split('\n')[0]], [2, 'wangge: --on: expected the first day on which it is closed, got nothing'])
    assert.equal((await close('n1', '--on', 'tomorrow')).code, 2)
  })

  it('closes it once it is told to, and once only', async () => {
    const done = await close('n1', '--on', '2999-01-01', '--yes', '--lang', 'en')
    assert.equal(done.code, 0, done.err)
    assert.match(done.out, /^✓ 新公司党支部 \(n1\) is closed from 2999-01-01 on\n +2 {2}memberships end/)
    const again = await close('n1', '--on', '2999-02-01', '--yes', '--json')
    assert.equal(again.code, 1)
    const [refusal] = closedOrganisationSchema.parse(JSON.parse(again.out)).refusals
    assert.deepEqual([refusal!.reason, refusal!.closedOn], ['closed-already', '2999-01-01'])
  })
})
