import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTORS, context, PHOTO, REPORT } from '../../test/sample-issue.ts'
import { advance } from './advance.ts'
import { allowedActions } from './allowed-actions.ts'
import { joinIssue } from './join-issue.ts'
import { openIssue } from './open-issue.ts'
import { awaitsPublication, moderationOf, publication } from './publication.ts'
import { published } from './published.ts'
import { issueStateSchema, moderationSchema } from './schema.ts'
import type { ActorRole, Issue, IssueState, Moderation, ReportPart, TransitionCommand } from './schema.ts'

const reported = (moderation?: Moderation): Issue =>
  openIssue(REPORT, { gridPath: ['s', 'c1', 'e1', 'm1'], actor: ACTORS.resident, now: context.now, moderation })
const step = (issue: Issue, action: TransitionCommand['action'], more: Partial<TransitionCommand> = {}) =>
  advance(issue, { action, version: issue.version, ...more }, { ...context, actor: ACTORS.community })
function took(issue: Issue, action: TransitionCommand['action'], more: Partial<TransitionCommand> = {}): Issue {
  const result = step(issue, action, more)
  assert.ok(result.ok, JSON.stringify(result))
  return result.issue
}

test('what waits is what the policy said when it was reported', () => {
  const standing = moderationSchema.options.map((moderation) => publication(reported(moderation)))
  assert.deepEqual(standing, [
    { words: 'public', photos: 'public' },
    { words: 'public', photos: 'waiting' },
    { words: 'waiting', photos: 'waiting' },
  ])
  assert.deepEqual(publication(reported()), { words: 'never', photos: 'never' })
})

test('nobody is published who agreed to a statement that did not say so', () => {
  const publication = { moderation: 'photos', consentVersion: 3 } as const
  const under = (version: number) => moderationOf({ publication }, { purpose: 'issue-report', version })
  assert.deepEqual([2, 3, 4].map(under), [undefined, 'photos', 'photos'])
  assert.equal(moderationOf({}, { purpose: 'issue-report', version: 9 }), undefined)
})

test('somebody publishes the words and not the photos, and takes them from sight again', () => {
  const accepted = took(reported('all'), 'accept')
  assert.deepEqual(published(accepted), { photos: [] })
  const worded = took(accepted, 'publish', { parts: ['words'] })
  assert.deepEqual(published(worded), { words: REPORT.description, photos: [] })
  assert.ok(awaitsPublication(worded), 'its photos wait still')
  const decided = took(worded, 'withhold', { parts: ['photos'], reason: '照片上有人脸' })
  assert.ok(!awaitsPublication(decided))
  assert.deepEqual(published(decided), { words: REPORT.description, photos: [] })
  const gone = took(decided, 'withhold', { reason: '写了门牌号' })
  assert.deepEqual(published(gone), { photos: [] })
  const unnamed = step(gone, 'publish')
  assert.equal(!unnamed.ok && unnamed.reason, 'publication-settled', 'nothing waits, and nothing that was withheld is named')
  assert.ok(allowedActions(gone, ACTORS.community, context).includes('publish'), 'it can be, by its name')
  const named = took(gone, 'publish', { parts: ['words', 'photos'] })
  assert.deepEqual(published(named), { words: REPORT.description, photos: [PHOTO] })
})

test('whoever publishes without a word of what lifts nothing that a colleague has withheld', () => {
  const withheld = took(took(reported('all'), 'accept'), 'withhold', { parts: ['words'], reason: '写了门牌号' })
  assert.deepEqual(publication(withheld), { words: 'withheld', photos: 'waiting' })
  const shown = took(withheld, 'publish')
  assert.deepEqual(publication(shown), { words: 'withheld', photos: 'public' })
  assert.deepEqual(published(shown), { photos: [PHOTO] })
  assert.deepEqual(publication(took(shown, 'publish', { parts: ['words'] })), { words: 'public', photos: 'public' })
})

test('what is decided is not decided again, and says how it stands', () => {
  const shown = took(took(reported('all'), 'accept'), 'publish')
  const refusal = {
    ok: false,
    reason: 'publication-settled',
    detail: { action: 'publish', publication: { words: 'public', photos: 'public' } },
  }
  assert.deepEqual(step(shown, 'publish'), refusal)
  assert.deepEqual(step(shown, 'publish', { parts: ['photos'] }), refusal)
  assert.equal(allowedActions(shown, ACTORS.community, context).includes('publish'), false)
  assert.equal(allowedActions(shown, ACTORS.community, context).includes('withhold'), true)
  const never = step(reported(), 'publish')
  assert.equal(!never.ok && never.reason, 'publication-settled', 'what was reported while nothing was published stays so')
  const unsaid = step(shown, 'withhold')
  assert.equal(!unsaid.ok && unsaid.reason, 'reason-required')
})

test('it is published by those who dispatch, and by nobody else', () => {
  const may = Object.values(ACTORS).filter((actor) => allowedActions(reported('all'), actor, context).includes('publish'))
  assert.deepEqual(
    may.map(({ role }) => role),
    ['street', 'community', 'estateWorker'],
  )
})

test('who takes a report up publishes by that only if they may publish; what a building head or a liaison took up waits', () => {
  const accepted = (issue: Issue, role: ActorRole): Issue => {
    const assigned = {
      ...issue,
      history: issue.history.map((one) => ({ ...one, assignee: { role: 'liaison', orgId: 'o1' } as const })),
    }
    const actor = { ...ACTORS[role], ...(role === 'liaison' && { orgId: 'o1' }) }
    const result = advance(
      role === 'liaison' ? assigned : issue,
      { action: 'accept', version: issue.version },
      { ...context, actor },
    )
    assert.ok(result.ok, JSON.stringify(result))
    return result.issue
  }
  for (const moderation of moderationSchema.options) {
    for (const role of ['buildingHead', 'liaison'] as const) {
      const issue = accepted(reported(moderation), role)
      assert.deepEqual(published(issue), { photos: [] }, `${moderation} ${role}`)
      assert.ok(awaitsPublication(issue))
      assert.ok(!allowedActions(issue, ACTORS[role], context).includes('publish'))
      assert.deepEqual(published(took(issue, 'note', { reason: '看过了' })), { photos: [] })
      assert.deepEqual(published(took(issue, 'publish')), { words: REPORT.description, photos: [PHOTO] })
    }
    for (const role of ['estateWorker', 'community', 'street'] as const) {
      const { words, photos } = published(accepted(reported(moderation), role))
      assert.deepEqual(
        [words !== undefined, photos.length > 0],
        [moderation !== 'all', moderation === 'off'],
        `${moderation} ${role}`,
      )
    }
  }
  // What somebody who may had decided before stays so, whoever takes it up.
  const withheld = took(reported('off'), 'withhold', { parts: ['photos'], reason: '照片上有人脸' })
  assert.deepEqual(published(accepted(withheld, 'community')), { words: REPORT.description, photos: [] })
  const shown = took(withheld, 'publish', { parts: ['photos'] })
  assert.deepEqual(publication(accepted(shown, 'buildingHead')), { words: 'waiting', photos: 'public' })
})

test('whoever joins an issue makes nothing public by that, and what was erased is not either', () => {
  const target = took(reported('off'), 'accept')
  const joined = joinIssue({ ...reported('off'), id: 'joined' }, target, { now: context.now })
  assert.ok(joined.ok)
  assert.deepEqual(published(joined.issue), { photos: [] })
  assert.deepEqual(publication({ ...target, description: '', photos: [] }), { words: 'never', photos: 'never' })
})

test('whatever happened, nothing is seen but of a report that was to be published, was taken up, and was let through last', () => {
  const stepArbitrary = fc.record({
    action: fc.constantFrom('publish' as const, 'withhold' as const, 'note' as const),
    parts: fc.constantFrom<ReportPart[] | undefined>(undefined, ['words'], ['photos']),
  })
  fc.assert(
    fc.property(
      fc.constantFrom(undefined, ...moderationSchema.options),
      fc.constantFrom<IssueState>(...issueStateSchema.options),
      fc.array(stepArbitrary, { maxLength: 8 }),
      (moderation, state, steps) => {
        const issue = steps.reduce<Issue>((before, { action, parts }) => {
          const result = step(before, action, { reason: '说明', ...(parts && { parts }) })
          return result.ok ? result.issue : before
        }, reported(moderation))
        const { words, photos } = published({ ...issue, state })
        // What decides on a part: a step that names it, or that names none; such a publish only where nobody decided before.
        const decisions = (part: ReportPart) =>
          steps
            .filter(({ action, parts = [part] }) => action !== 'note' && parts.includes(part))
            .filter(({ action, parts }, at) => action === 'withhold' || parts !== undefined || at === 0)
        const isLet = (part: ReportPart, atOnce: boolean) =>
          moderation !== undefined &&
          !['submitted', 'rejected', 'merged'].includes(state) &&
          (decisions(part).at(-1)?.action ?? (atOnce ? 'publish' : 'withhold')) === 'publish'
        assert.equal(words !== undefined, isLet('words', moderation !== 'all'))
        assert.equal(photos.length > 0, isLet('photos', moderation === 'off'))
      },
    ),
    { numRuns: 500 },
  )
})
