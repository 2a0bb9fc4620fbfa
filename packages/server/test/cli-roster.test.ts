import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { rosterPlanSchema } from '@wangge/core/roster/schema'
import type { RosterPlan, RosterProblem } from '@wangge/core/roster/schema'
import { openCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'

const WEEK = fileURLToPath(new URL('../../../examples/roster/week.json', import.meta.url))

describe('the command line of rotations', () => {
  let line: CommandLine
  let problem: RosterProblem
  let planned: RosterPlan
  const run: CommandLine['run'] = (...args) => line.run('roster', ...args)
  const file = (name: string) => join(line.folder, name)
  const write = async (name: string, value: unknown) => {
    await writeFile(file(name), typeof value === 'string' ? value : JSON.stringify(value))
    return file(name)
  }

  before(async () => {
    line = await openCommandLine()
    problem = JSON.parse(await readFile(WEEK, 'utf8')) as RosterProblem
    const made = await run('plan', WEEK, '--json')
    assert.equal(made.code, 1, made.err)
    assert.equal(made.err, '', 'no line for whoever does not look at a terminal')
    planned = rosterPlanSchema.parse(JSON.parse(made.out))
    await write('plan.json', planned)
  })
  after(() => line.remove())

  it('plans the sample week, says how good it is, and why seats stay empty; with 1 where any does', async () => {
    assert.equal(planned.ended, 'optimal')
    const zh = await run('plan', WEEK, '--lang', 'zh')
    assert.equal(zh.code, 1)
    assert.match(
      zh.out,
      /已证明是最好的方案[^]*缺人[^]*\n缺 \d+ 人：\n {2}2026-06-\d\d \d\d:\d\d–\d\d:\d\d \S+ {2}缺 \d+ 人：符合条件 \d+ 人/,
    )
    const en = await run('plan', WEEK, '--lang', 'en')
    assert.match(en.out, /proven to be the best plan[^]*\d+ seats stay empty:\n.*\d+ missing: \d+ eligible: /)
    const full = { ...problem, slots: problem.slots.slice(0, 2) }
    const filled = await run('plan', await write('full.json', full), '--lang', 'en')
    assert.equal(filled.code, 0, filled.err)
    assert.match(filled.out, /✓ Every seat is filled\.\n$/)
  })

  it('verifies a plan, and names what is wrong with it', async () => {
    const right = await run('verify', WEEK, '--plan', file('plan.json'), '--lang', 'en')
    assert.deepEqual([right.code, right.out], [0, '✓ The plan keeps every rule, and its figures are right.\n'])
    const wrong = await write('wrong.json', { ...planned, assignments: planned.assignments.slice(1) })
    const told = await run('verify', WEEK, '--plan', wrong, '--json')
    assert.equal(told.code, 1)
    const { valid, problems } = JSON.parse(told.out)
    assert.equal(valid, false)
    assert.ok(problems.some(({ code }: { code: string }) => code === 'costs'))
    assert.match((await run('verify', WEEK, '--plan', wrong, '--lang', 'zh')).out, /^\d+ 处不符：\n {2}\S+.*应为 .*，实为 /)
  })

  it('mends a plan when somebody does not come, and the mended one passes the check', async () => {
    const { personId } = planned.assignments[0]!
    const mended = await run('repair', WEEK, '--plan', file('plan.json'), '--absent', personId, '--json')
    assert.equal(mended.code, 1, mended.err)
    const plan = rosterPlanSchema.parse(JSON.parse(mended.out))
    assert.ok(plan.assignments.every((one) => one.personId !== personId))
    const saved = await write('mended.json', plan)
    const checked = await run(
      'verify',
      WEEK,
      '--plan',
      saved,
      '--present',
      file('plan.json'),
      '--absent',
      personId,
      '--lang',
      'en',
    )
    assert.equal(checked.code, 0, checked.out)
    const said = await run('repair', WEEK, '--plan', file('plan.json'), '--absent', personId, '--lang', 'en')
    assert.match(said.out, /\d+ lost, \d+ moved, \d+ added, \d+ dropped/)
  })

  it('writes a page that holds all of it, and reaches for nothing', async () => {
    const { code, err } = await run('plan', WEEK, '--html', file('week.html'), '--lang', 'en')
    assert.equal(code, 1)
    assert.match(err, /The page is in .*week\.html/)
    const html = await readFile(file('week.html'), 'utf8')
    assert.match(html, /default-src 'none'/)
    assert.ok(html.includes('crossing-east'))
    assert.doesNotMatch(html, /(src|href)="/)
  })

  it('says where in a file what was expected and what came, and ends with 2', async () => {
    const [slot] = problem.slots
    const cases: [string[], RegExp][] = [
      [['plan'], /roster plan: expected FILE, got nothing/],
      [['plan', file('none.json')], /Expected a file with a roster problem, got ENOENT for .*none\.json/],
      [['plan', await write('text.json', 'no')], /Expected JSON in .*text\.json/],
      [['plan', await write('empty.json', {})], /Expected a roster problem in .*empty\.json:\n {2}version: Expected/],
      [
        ['plan', await write('slot.json', { ...problem, slots: [slot, { ...slot, id: 'b', endsAt: 'later' }] })],
        /slots\[1\]\.endsAt: Expected an instant such as \S+, got another text of 5 characters/,
      ],
      [
        ['plan', await write('twice.json', { ...problem, slots: [slot, slot] })],
        /Expected each slot once, got gate-north-06-01-08 twice/,
      ],
      [['plan', WEEK, '--seed', 'x'], /--seed: expected a whole number from 0/],
      [['plan', WEEK, '--gap', 'x'], /--gap: expected a number from 0 on, got x/],
      [['plan', WEEK, '--html', join(line.folder, 'no', 'page.html')], /Expected a file that can be written, got ENOENT/],
      [['repair', WEEK], /--plan: expected the file of a plan, got nothing/],
      [['verify', WEEK, '--plan', WEEK], /Expected a roster plan in .*week\.json:/],
      [['draw', WEEK], /roster: expected plan, repair, verify, policy or report-in, got draw/],
    ]
    for (const [args, expected] of cases) {
      const { code, err } = await run(...args)
      assert.equal(code, 2, `${args.join(' ')}: ${err}`)
      assert.match(err, expected)
    }
  })
})
