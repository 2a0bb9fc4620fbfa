// The desk's own words, in the language of the browser or the one that was chosen here.
const KEPT = 'desk-language'

export const TAGS = { zh: 'zh-CN', en: 'en' }

const WORDS = {
  zh: {
    title: '网格工作台（示例）',
    brand: '网格工作台',
    sample: '示例',
    leave: '退出',
    welcome: '工作人员登录',
    'welcome-hint': '登录后只看得到您此刻任职的网格或单位；任职一结束，就看不到了。',
    enter: '登录',
    again: '重新登录',
    grants: '您的职责',
    report: '上报问题',
    'no-grid': '您的职责不在网格上，这里没有可看的态势。',
    footer: '示例站点 · 数据与人员均为虚构',
    other: 'English',
    roles: {
      street: '街道',
      community: '社区',
      estateWorker: '网格员',
      buildingHead: '楼栋长',
      liaison: '单位联络人',
      inspector: '测评员',
      auditor: '审计员',
    },
    problems: {
      'no-appointment': ['您现在没有任职', '任职登记后就能登录查看，请联系街道。'],
      'unknown-person': ['没有找到您的登记', '这个账号还没有和街道登记的人员对应起来，请联系街道。'],
      other: ['没有登录成功', '不是您的问题，请再试一次。'],
    },
    unsent: (count) => `还有 ${count} 条没有发送，退出后就没有了。确定退出？`,
  },
  en: {
    title: 'Grid desk (sample)',
    brand: 'Grid desk',
    sample: 'sample',
    leave: 'Sign out',
    welcome: 'Staff sign-in',
    'welcome-hint': 'You see the grids or the organisation that you are appointed to now; once an appointment ends, no longer.',
    enter: 'Sign in',
    again: 'Sign in again',
    grants: 'What you are appointed to',
    report: 'Report an issue',
    'no-grid': 'You are not appointed to a grid: there is no status to show here.',
    footer: 'Sample site · data and people are made up',
    other: '中文',
    roles: {
      street: 'Sub-district',
      community: 'Community',
      estateWorker: 'Grid worker',
      buildingHead: 'Building head',
      liaison: 'Liaison',
      inspector: 'Inspector',
      auditor: 'Auditor',
    },
    problems: {
      'no-appointment': [
        'You are appointed to nothing now',
        'Once an appointment is on record you can sign in; ask the sub-district.',
      ],
      'unknown-person': [
        'You are not on record',
        'This account belongs to nobody whom the sub-district has on record; ask them.',
      ],
      other: ['That did not work', 'It was not your doing. Please try again.'],
    },
    unsent: (count) => `Not sent yet: ${count}. It is lost when you sign out. Sign out anyway?`,
  },
}

const isKnown = (name) => Object.hasOwn(WORDS, name)
const kept = localStorage.getItem(KEPT)

export let language = isKnown(kept) ? kept : navigator.language.startsWith('zh') ? 'zh' : 'en'
export let words = WORDS[language]

/** Puts the words where the page names them. */
export function showWords() {
  document.documentElement.lang = TAGS[language]
  document.title = words.title
  for (const node of document.querySelectorAll('[data-words]')) node.textContent = words[node.dataset.words]
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', words[node.dataset.label])
}

/** The other language, from now on in this browser. Nobody is signed out by it. */
export function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh'
  words = WORDS[language]
  localStorage.setItem(KEPT, language)
  showWords()
}
