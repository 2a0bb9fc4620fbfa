// The page's own side of staff sign-in: to the issuer and back, who one is, and the numbers of one's own grids.
import { createStaffSignIn } from '/vendor/core/sign-in/index.js'

const ROLES = {
  street: '街道',
  community: '社区',
  estateWorker: '网格员',
  buildingHead: '楼栋长',
  liaison: '单位联络人',
  inspector: '测评员',
  auditor: '审计员',
}
const PROBLEMS = {
  'no-appointment': ['您现在没有任职', '任职登记后就能登录查看，请联系街道。'],
  'unknown-person': ['没有找到您的登记', '这个账号还没有和街道登记的人员对应起来，请联系街道。'],
}
const OTHER_PROBLEM = ['没有登录成功', '不是您的问题，请再试一次。']

const at = (id) => document.getElementById(id)
const show = (id, isShown = true) => (at(id).hidden = !isShown)
const endpoint = document.querySelector('meta[name=wangge-endpoint]').content
const signIn = createStaffSignIn({ endpoint })

at('enter').addEventListener('click', enter)
at('again').addEventListener('click', enter)
at('leave').addEventListener('click', leave)

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
  const me = await whoAmI()
  at('name').textContent = me.name ?? ''
  show('account')
  at('grants').replaceChildren(...me.grants.map(grantView))
  const gridId = me.grants.find((grant) => grant.gridId)?.gridId
  if (gridId) showGrids(gridId)
  show('no-grid', gridId === undefined)
  show('desk')
}

/** The elements come only now: before, there is nobody in whose name they could ask. */
function showGrids(gridId) {
  const template = at('grids')
  const content = document.importNode(template.content, true)
  const [provider, status, tree] = ['#provider', '#status', '#tree'].map((id) => content.querySelector(id))
  provider.endpoint = endpoint
  provider.token = signIn.token
  status.gridId = gridId
  tree.root = gridId
  tree.selected = gridId
  tree.addEventListener('wg-grid-tree-select', (event) => (status.gridId = event.gridId))
  status.addEventListener('wg-grid-status-open', (event) => (tree.selected = event.gridId))
  template.replaceWith(content)
}

function grantView({ role }) {
  return Object.assign(document.createElement('li'), { textContent: ROLES[role] ?? role })
}

async function whoAmI() {
  const response = await fetch(`${endpoint}/v1/me`, { headers: { authorization: `Bearer ${await signIn.token()}` } })
  const answer = await response.json()
  if (response.ok) return answer
  throw Object.assign(new Error(answer.title), { code: answer.code })
}

function tell(error) {
  const [title, hint] = PROBLEMS[error.code] ?? OTHER_PROBLEM
  at('problem-title').textContent = title
  at('problem-hint').textContent = hint
  show('desk', false)
  show('problem')
}

async function leave() {
  const provider = at('provider')
  const left = await provider?.signOut()
  if (left && !left.ok) {
    if (!confirm(`还有 ${left.entries} 条没有发送，退出后就没有了。确定退出？`)) return
    await provider.signOut({ discardUnsent: true })
  }
  await signIn.signOut()
  location.assign('/')
}
