import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { intersectionListSchema, organisationPeopleSchema, pointListSchema, slotListSchema } from '@wangge/core/roster/schema'
import { openCommandLine } from './command-line.ts'
import type { CommandLine, Served } from './command-line.ts'
import { signUpCommand } from './harness.ts'
import { hostToken } from './host-tokens.ts'
import { sample } from './sample.ts'

const ORG = 'o-n-420'
const SITE = 'https://intranet.example.cn'
const SECRET = 'a secret that the company and the district share'
const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')
/** Rounded, so that neighbours have the very same corners; named as the README has it. */
const GRIDS = JSON.stringify(sample().grids, (_, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
).replaceAll('"root"', '"g-s-1"')
const FILES: Record<string, string> = {
  'grids.json': GRIDS,
  'statements.json': JSON.stringify({
    statements: [{ purpose: 'volunteer-duty', zh: '用于安排值守。', en: 'To arrange duties.', retentionDays: 730 }],
  }),
  'organisations.csv': csv(
    ['组织编号', '组织名称', '组织类别', '上级组织', '在册党员人数'],
    ['wc', '党工委', '党工委', '', '0'],
    ['cc', '片区综合党委', '综合党委', 'wc', '0'],
    [ORG, '新公司党支部', '两新', 'cc', '12'],
  ),
  'people.csv': csv(['人员编号', '姓名', '手机', '所属党组织'], ['p-1', '邓雪莎', '13900001001', '新公司党支部']),
  'liaisons.csv': csv(['组织名称', '联络人手机'], ['新公司党支部', '13900001001']),
  'intersections.csv': csv(['路口', '党组织', '起始时间', '所在网格'], ['柳岸路口', '新公司党支部', '2026-01-01', 'micro-3']),
  'teams.csv': csv(['队伍名称', '队伍类别', '姓名', '手机', '是否队长'], ['柳岸突击队', '突击队', '邓雪莎', '13900001001', '是']),
  'points.csv': csv(
    ['点位名称', '点位类别', '经度', '纬度', '坐标系', '责任队伍'],
    ['东门市场', '农贸市场', '104.0605', '30.5705', 'WGS-84', '柳岸突击队'],
  ),
  'posts.csv': csv(
    ['岗位编号', '岗位名称', '岗位类别', '所在网格', '所在地点', '最多人数'],
    ['gate', '东门流动哨', '流动哨', 'micro-1', '', '4'],
    ['cross', '柳岸路口岗', '包路口', 'micro-3', '柳岸路口', '2'],
  ),
  'weeks.json': JSON.stringify(
    ['gate', 'cross'].map((postId) => ({
      ...{ id: `week-${postId}`, postId, from: '2026-01-01' },
      lines: [{ id: 'am', weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '11:00', need: 2 }],
    })),
  ),
  'secret.txt': SECRET,
}

describe('a district of one’s own, by the commands that the README lists', () => {
  let line: CommandLine
  let server: Served | undefined
  const said = new Map<string, string>()
  before(async () => {
    line = await openCommandLine()
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(line.folder, name), text)
  })
  after(async () => {
    await server?.stop()
    await line.killAll()
    await line.remove()
  })

  const get = async (path: string, headers: Record<string, string>): Promise<unknown> => {
    const answer = await fetch(`${server!.url}${path}`, { headers })
    assert.equal(answer.status, 200, path)
    return answer.json()
  }

  it('comes in from nothing, in that order, each command as it stands there', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const section = /^## A district of your own\n(.*?)^## /ms.exec(readme)?.[1] ?? ''
    const commands = [.../```sh\n(.*?)```/s.exec(section)![1]!.matchAll(/^wangge ([^#\n]+)/gm)].map(([, words]) => words!.trim())
    assert.deepEqual([commands.length, commands.at(-1)], [16, 'serve'])
    for (const command of commands.slice(0, -1)) {
      const { code, out, err } = await line.run(...command.split(/ +/), '--data', 'data')
      assert.equal(code, 0, `${command}: ${err}${out}`)
      said.set(command.split(' ').slice(0, 2).join(' '), out)
    }
    server = await line.serve(join(line.folder, 'data'))
  })

  it('tells which branch has which crossing, and who answers for which evaluation point', async () => {
    const street = { authorization: `Bearer ${said.get('token create')!.split('\n')[0]!.trim()}` }
    const { intersections } = intersectionListSchema.parse(await get('/v1/intersections', street))
    assert.deepEqual(
      intersections.map(({ name: { zh }, duties }) => [zh, duties.map(({ orgId }) => orgId)]),
      [['柳岸路口', [ORG]]],
    )
    const { points, teams, findings } = pointListSchema.parse(await get('/v1/points', street))
    assert.deepEqual(
      points.map(({ name: { zh }, gridId }) => [zh, gridId]),
      [['东门市场', 'micro-1']],
    )
    assert.deepEqual([teams.map(({ leader }) => leader?.name), findings], [['邓雪莎'], []])
  })

  it('lets the liaison whom the table names act for the branch, and nobody for another', async () => {
    const tokenOf = async (orgId: string) => {
      const words = ['--role', 'liaison', '--org', orgId, '--person', 'p-1', '--json', '--data', 'data']
      const { code, out, err } = await line.run('token', 'create', ...words)
      assert.equal(code, 0, err)
      return { authorization: `Bearer ${(JSON.parse(out) as { token: string }).token}` }
    }
    // Such a token gives what the person may do anyway, and nothing else.
    const { people } = organisationPeopleSchema.parse(await get(`/v1/organisations/${ORG}/people`, await tokenOf(ORG)))
    assert.deepEqual(
      people.map(({ personId, name }) => [personId, name]),
      [['p-1', '邓雪莎']],
    )
    const other = await fetch(`${server!.url}/v1/organisations/cc/people`, { headers: await tokenOf('cc') })
    assert.equal(other.status, 403)
    assert.match((await line.run('identity', 'list', '--data', 'data')).out, /^p-1 {2}/)
  })

  it('seats the first employee who signs up, at the gate and at the branch’s own crossing', async () => {
    const iat = Math.floor(Date.now() / 1000)
    const claims = { iss: SITE, aud: 'urn:wangge:main', sub: 'A-1', name: '员工一', origin: SITE, iat, exp: iat + 600 }
    const employee = {
      ...{ 'wangge-site-key': said.get('key create')!.split('\n')[0]!.trim(), origin: SITE },
      authorization: `Bearer ${hostToken({ secret: SECRET, claims })}`,
    }
    const { slots } = slotListSchema.parse(await get(`/v1/slots?org=${ORG}`, employee))
    const later = slots.filter(({ startsAt }) => Date.parse(startsAt) > Date.now() + 36 * 3_600_000)
    for (const [postId, at] of [
      ['gate', 0],
      ['cross', 1],
    ] as const) {
      const slot = later.filter(({ post }) => post.id === postId)[at]!
      const command = signUpCommand({ slotId: slot.id, orgId: ORG })
      const answer = await fetch(`${server!.url}/v1/sign-ups`, {
        method: 'POST',
        headers: { ...employee, 'content-type': 'application/json', 'idempotency-key': command.id },
        body: JSON.stringify(command),
      })
      const body = (await answer.json()) as { state?: string }
      assert.deepEqual([answer.status, body.state], [201, 'seated'], JSON.stringify(body))
    }
  })
})
