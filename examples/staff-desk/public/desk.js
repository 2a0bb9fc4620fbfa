// The page's own side of staff sign-in: to the issuer and back, who one is, the issues and the numbers of one's own grids.
import { createStaffSignIn } from '/vendor/core/sign-in/index.js'
import { language, showWords, switchLanguage, TAGS, words } from './words.js'

const at = (id) => document.getElementById(id)
const show = (id, isShown = true) => (at(id).hidden = !isShown)
const endpoint = document.querySelector('meta[name=wangge-endpoint]').content
const signIn = createStaffSignIn({ endpoint })
/** Who answers for people on shifts, or stands at the post. */
const ROSTER_ROLES = new Set(['liaison', 'community', 'street', 'estateWorker', 'buildingHead'])
/** What an address may say of the issues that are looked at, and no more: whoever sends a link must not say where the server is. */
const LINKED = new Set([
  'view',
  'grid-id',
  'org',
  'category',
  'state',
  'severity',
  'overdue',
  'mine',
  'unpublished',
  'text',
  'issue',
])
const providers = () => document.querySelectorAll('wg-provider')
/** Whoever is signed in, and what went wrong last: told again in the other language. */
let me
let problem

showWords()
tellAgain()
at('enter').addEventListener('click', enter)
at('again').addEventListener('click', enter)
at('leave').addEventListener('click', leave)
at('language').addEventListener('click', () => {
  switchLanguage()
  tellAgain()
})

await start()

async function start() {
  try {
    const result = await signIn.complete(location.href)
    // What came in the address is used up; it stays in no history.
    if (location.hash) history.replaceState(null, '', location.pathname)
    if (result.ok) return await open()
    if (result.reason === 'none') return show('welcome')
    tell({ code: result.detail })
  } catch (error) {
    tell(error)
  }
}

async function enter() {
  location.assign(await signIn.begin(`${location.origin}/`))
}

async function open() {
  me = await whoAmI()
  at('name').textContent = me.name ?? ''
  show('account')
  tellAgain()
  const gridId = me.grants.find((grant) => grant.gridId)?.gridId
  // A liaison has what their organisation was asked to handle.
  if (gridId || me.grants.some(({ orgId }) => orgId)) showIssues()
  if (gridId) showGrids(gridId)
  const hasBoard = me.grants.some(({ role }) => ROSTER_ROLES.has(role))
  if (hasBoard) showBoard()
  show('no-grid', gridId === undefined && !hasBoard)
  show('desk')
}

/** What there is to do. What is looked at stands in the address, so that it can be sent to a colleague. */
function showIssues() {
  const template = at('issues')
  const content = document.importNode(template.content, true)
  provide(content.querySelector('#issues-provider'))
  const board = content.querySelector('#issue-board')
  for (const [name, value] of new URLSearchParams(location.search)) if (LINKED.has(name)) board.setAttribute(name, value)
  board.addEventListener('wg-issue-board-view', ({ state }) => {
    const { gridId, ...others } = state
    const kept = Object.entries({ 'grid-id': gridId, ...others }).filter(([, value]) => value)
    const query = new URLSearchParams(kept.map(([name, value]) => [name, value === true ? '' : value]))
    history.replaceState(null, '', kept.length > 0 ? `?${query}` : location.pathname)
  })
  const report = content.querySelector('#report')
  if (me.grants.some(({ role, gridId }) => gridId && role !== 'auditor')) {
    // What was found on duty is followed where it is worked on.
    report.addEventListener('wg-issue-form-settle', ({ issueId, outcome }) => {
      if (outcome.state === 'acknowledged') board.issue = issueId
    })
  } else report.remove()
  template.replaceWith(content)
  showWords()
}

/** The week's posts and who does them; for the head of a building the shifts of today there. */
function showBoard() {
  const template = at('board')
  const content = document.importNode(template.content, true)
  provide(content.querySelector('#board-provider'))
  template.replaceWith(content)
}

/** The elements come only now: before, there is nobody in whose name they could ask. */
function showGrids(gridId) {
  const template = at('grids')
  const content = document.importNode(template.content, true)
  const [provider, status, tree] = ['#provider', '#status', '#tree'].map((id) => content.querySelector(id))
  provide(provider)
  status.gridId = gridId
  tree.root = gridId
  tree.selected = gridId
  tree.addEventListener('wg-grid-tree-select', (event) => (status.gridId = event.gridId))
  status.addEventListener('wg-grid-status-open', (event) => (tree.selected = event.gridId))
  template.replaceWith(content)
}

function provide(provider) {
  provider.endpoint = endpoint
  provider.lang = TAGS[language]
  provider.token = signIn.token
}

function grantView({ role }) {
  return Object.assign(document.createElement('li'), { textContent: words.roles[role] ?? role })
}

async function whoAmI() {
  const response = await fetch(`${endpoint}/v1/me`, { headers: { authorization: `Bearer ${await signIn.token()}` } })
  const answer = await response.json()
  if (response.ok) return answer
  throw Object.assign(new Error(answer.title), { code: answer.code })
}

function tell(error) {
  problem = error.code
  tellAgain()
  show('desk', false)
  show('problem')
}

/** Whatever is not in the page itself. */
function tellAgain() {
  for (const provider of providers()) provider.lang = TAGS[language]
  at('language').lang = TAGS[language === 'zh' ? 'en' : 'zh']
  at('grants').replaceChildren(...(me?.grants ?? []).map(grantView))
  const [title, hint] = words.problems[problem] ?? words.problems.other
  at('problem-title').textContent = title
  at('problem-hint').textContent = hint
}

async function leave() {
  // What is one person's on one server is one store, whichever provider is asked.
  const [provider] = providers()
  const left = await provider?.signOut()
  if (left && !left.ok) {
    if (!confirm(words.unsent(left.entries))) return
    await provider.signOut({ discardUnsent: true })
  }
  await signIn.signOut()
  location.assign('/')
}
