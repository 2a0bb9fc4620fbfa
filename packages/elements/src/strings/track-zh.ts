import type { RefusalFacts, Words } from '../strings.ts'
import type { IssueStage, IssueState, TimeLimit, TrackStep } from '@wangge/core/issue/schema'

const office: Record<string, string> = {
  buildingHead: '楼栋长',
  estateWorker: '小区网格员',
  community: '社区',
  street: '街道',
  liaison: '责任单位',
  inspector: '督查员',
}
const officeOf = (role: string | undefined) => (role && office[role]) ?? '工作人员'

/** What happened, by whom. */
const steps: Record<TrackStep['action'], (who: string, to: string, what: string) => string> = {
  report: () => '您反映了这个问题',
  accept: (who) => `${who}受理了`,
  reject: (who) => `${who}没有受理`,
  dispatch: (_who, to) => `已派给${to}办理`,
  start: (who) => `${who}开始办理`,
  return: () => '退回，正在重新派办',
  escalate: () => '已报上级协调',
  suspend: (who) => `${who}批准暂缓办理`,
  resume: () => '恢复办理',
  resolve: (who) => `${who}处理完毕`,
  verify: (who) => `${who}核查通过`,
  close: () => '办结',
  reopen: (who) => `${who}要求重新办理`,
  merge: () => '并入同一个问题，一起办理',
  unmerge: () => '分开，单独办理',
  reassign: (_who, to) => `改由${to}办理`,
  extend: (who) => `${who}批准延长时间`,
  correct: (who) => `${who}更正了类别或等级`,
  note: (who) => `${who}留言`,
  rate: () => '您作了评价',
  climb: () => '超过时限，已提醒上一级',
  publish: (who, _to, what) => `${who}看过，公开${what}`,
  withhold: (who, _to, what) => `${who}看过，不公开${what}`,
}

const hours = (minutes: number) => (minutes % 60 === 0 ? `${minutes / 60} 个` : `${minutes} `)

/** 查询进度：凭查询码看到什么、能做什么。 */
export const trackZh = {
  title: '查询办理进度',
  lead: '凭查询码查看，不用注册。',
  code: '查询码',
  codeHint: '10 位字母和数字，例如 K7QM‑2X9F‑4D。粘贴带有查询码的短信或网址也可以。',
  codeWrong: {
    empty: () => '请填写查询码',
    length: (came: string) => `查询码是 10 位字母和数字，这里有 ${came} 位`,
    letters: (came: string) => `查询码里没有 ${came}，请再核对`,
    several: (came: string) => `这里有不止一个查询码：${came}。请只填一个`,
  } as Record<'empty' | 'length' | 'letters' | 'several', (came: string) => string>,
  numberUnknown: '用这个编号查不到。查询码是 10 位字母和数字，例如 K7QM-2X9F-4D。',
  codeUnknown: '没有这个查询码，请再核对',
  look: '查询',
  other: '查询别的问题',
  mine: '这台设备上的反映',
  loading: '正在查询…',
  goesOnBy: (date: string) => `最迟 ${date} 继续办理`,
  stage: '进度',
  stages: { pending: '待受理', handling: '办理中', settled: '已办结' } as Record<IssueStage, string>,
  now: {
    submitted: '已经收到，等待受理。',
    accepted: '已经受理，正在安排人办理。',
    dispatched: '已经派人，等待办理。',
    handling: '正在办理。',
    returned: '正在重新派办。',
    escalated: '一家办不了，已报上级协调。',
    suspended: '经批准暂缓，恢复后继续办理。',
    resolved: '已经处理，等待核查。',
    verified: '核查通过，即将办结。',
    closed: '已经办结。满意吗？请评一评。',
    rejected: '没有受理，原因见下。',
    merged: '和别人反映的是同一个问题，已经一起办理。',
    reopened: '已经要求重新办理。',
  } as Record<IssueState, string>,
  goesOn: (now: string) => `那一件的进度：${now}`,
  firstAnswerBy: (at: string) => `${at} 前给您第一次答复`,
  firstAnswer: (time: string) => `${time}内给您第一次答复`,
  limit: ({ amount, unit }: TimeLimit): string =>
    ({
      minutes: `${hours(amount)}${amount % 60 === 0 ? '小时' : '分钟'}`,
      workingMinutes: `${hours(amount)}工作${amount % 60 === 0 ? '小时' : '分钟'}`,
      days: `${amount} 天`,
      workingDays: `${amount} 个工作日`,
    })[unit],
  reported: '反映的内容',
  photos: '前后对比',
  before: '处理前',
  after: '处理后',
  noPhotos: '没有照片',
  photo: (which: string, n: number) => `${which}，第 ${n} 张`,
  photoFailed: '照片没有打开',
  history: '经过',
  step: ({ action, by, role, assignee, parts = ['words', 'photos'] }: TrackStep): string =>
    steps[action](
      by === 'reporter' ? '您' : officeOf(role),
      officeOf(assignee),
      `您反映的${parts.map((part) => (part === 'words' ? '文字' : '照片')).join('和')}`,
    ),
  rated: (rating: number) => ['', '很不满意', '不满意', '一般', '满意', '很满意'][rating] ?? '',
  actions: '您可以',
  verify: '确认已经解决',
  rate: '评价',
  rateAgain: '修改评价',
  rateTitle: '办得怎么样？',
  rateWords: '想说的话',
  reopen: '没有解决，请重新办理',
  reopenTitle: '哪里没有解决？',
  reopenHint: '写清楚现在的情况，会转给负责的人。',
  note: '补充情况',
  noteTitle: '要补充什么？',
  send: '提交',
  sending: '正在提交…',
  cancel: '取消',
  until: (at: string) => `截止 ${at}`,
  queued: '已存在这台设备，会自动发送',
  queuedMemory: '还没有发出，关掉页面会丢失',
  sent: '已经送达。谢谢您。',
  errors: { rating: '请选择一个评价', reason: '请写下来，不超过 500 字' } as Record<string, string>,
}

/** Why a step by a receipt code was not taken. */
export const trackRefusalsZh: Record<string, (facts: RefusalFacts) => Words> = {
  'term-over': ({ since }) => ({ title: since ? `期限已过，截止 ${since}` : '期限已过', hint: '问题还在的话，请重新反映一次。' }),
  'version-conflict': () => ({ title: '刚刚有了新进展', hint: '已经换成最新情况，请看过再提交。' }),
  'merge-target': () => ({ title: '没能并到那个问题', hint: '它可能刚办结，或不是同一处。请作为新问题提交。' }),
  'already-joined': () => ({ title: '这个问题您已经反映过', hint: '一人一次就够，用之前的查询码看进度。' }),
  'not-reporter': () => ({ title: '这个查询码不是这个问题的', hint: '请用提交后显示的查询码查询。' }),
  'unknown-receipt': () => ({ title: '没有这个查询码', hint: '请再核对，或重新反映一次。' }),
}
