import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'
import { writeSeedFolder } from './kills/lane.ts'

describe('the command line of shifts', () => {
  let line: CommandLine
  let folder: string
  let data: string
  const run: CommandLine['run'] = (...args) => line.run(...args)

  before(async () => {
    line = await openCommandLine()
    folder = line.folder
    data = join(folder, 'data')
    await writeSeedFolder(join(folder, 'seed'))
    const seeded = await run('seed', '--from', join(folder, 'seed'), '--data', data)
    assert.equal(seeded.code, 0, seeded.err)
  })
  after(() => line.remove())

  it('makes shifts from templates, once, and says from when on no holidays are known', async () => {
    const first = await run('shifts', 'make', '--weeks', '2', '--data', data)
    assert.equal(first.code, 0, first.err)
    assert.match(first.out, /^Made \d+ shifts, changed 0, called off 0\n/)
    const again = await run('shifts', 'make', '--weeks', '2', '--json', '--data', data)
    const { made, changed, kept, calledOff, restored, provisional } = JSON.parse(again.out)
    assert.deepEqual([made, changed, kept, calledOff, restored], [0, 0, [], 0, 0])
    assert.equal(first.out.includes('No holidays are known'), provisional.length > 0)
  })

  it('shows the weeks of posts, takes them from a file changed, and refuses what would not be sound', async () => {
    const shown = async () =>
      JSON.parse((await run('templates', 'show', '--data', data)).out) as { id: string; lines: { need: number }[] }[]
    const before = await shown()
    assert.ok(before.length > 0)
    const file = join(folder, 'weeks.json')
    const changed = before.map((each, index) =>
      index > 0 ? each : { ...each, lines: each.lines.map((one) => ({ ...one, skills: ['first-aid'] })) },
    )
    await writeFile(file, JSON.stringify(changed))
    const taken = await run('templates', 'import', file, '--data', data)
    assert.equal(taken.code, 0, taken.err)
    assert.match(taken.out, new RegExp(`^Set ${before.length} templates`))
    assert.deepEqual(await shown(), changed)

    const [first] = changed
    const cases: [string, RegExp][] = [
      [JSON.stringify([{ ...first, postId: 'no-post' }]), /unknown-post/],
      [JSON.stringify([{ ...first, lines: first!.lines.map((one) => ({ ...one, need: 1000 })) }]), /need-outside-capacity/],
      [JSON.stringify([{ ...first, id: 'twice' }]), /lines-overlap/],
      [JSON.stringify([{ ...first, lines: [] }]), /lines/],
      ['{}', /expected a list of templates in .*weeks\.json, got \{\}/],
      ['no', /expected a JSON file, got .*weeks\.json/],
    ]
    for (const [text, expected] of cases) {
      await writeFile(file, text)
      const { code, err } = await run('templates', 'import', file, '--data', data)
      assert.equal(code, 2, err)
      assert.match(err, expected)
    }
    assert.deepEqual(await shown(), changed, 'nothing of what was refused is there')
  })

  it('shows the calendar, takes a year from a file, and says what it expected of one', async () => {
    const shown = await run('calendar', 'show', '--data', data)
    assert.match(shown.out, /^2025 {2}28 holidays, 5 days worked in lieu {2}\(chinese-days\)\n2026 /)
    const file = join(folder, 'notice.json')
    const day = { date: '2031-01-01', kind: 'holiday', name: { zh: '元旦', en: 'New Year’s Day' } }
    await writeFile(file, JSON.stringify({ years: [{ year: 2031, days: [day] }] }))
    const taken = await run('calendar', 'import', file, '--data', data)
    assert.equal(taken.code, 0, taken.err)
    assert.match(taken.out, /2031 {2}1 holidays, 0 days worked in lieu {2}\(notice\.json\)/)
    assert.match((await run('calendar', 'load', '--data', data)).out, /2031/)
    await writeFile(file, '[]')
    const cases: [string[], RegExp][] = [
      [[file], /expected \{ "years": \[ … \] \} in .*notice\.json, got \[\]/],
      [[join(folder, 'no.json')], /expected a JSON file, got .*no\.json/],
      [[], /calendar import: expected a file, got nothing/],
    ]
    for (const [args, expected] of cases) {
      const { code, err } = await run('calendar', 'import', ...args, '--data', data)
      assert.equal(code, 2, err)
      assert.match(err, expected)
    }
    assert.match(
      (await run('shifts', 'make', '--weeks', '99', '--data', data)).err,
      /--weeks: expected a whole number from 1 to 26/,
    )
  })
})
