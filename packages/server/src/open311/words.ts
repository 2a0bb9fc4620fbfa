import type { IssueState, ServiceTerms, TimeLimit } from '@wangge/core/issue/schema'
import type { Localized } from '@wangge/core/schema'
import type { Language } from './language.ts'

/** `status_notes`: how far it is, in the district's words and not in anybody's who works on it. */
export const STATUS_NOTES: Readonly<Record<IssueState, Localized>> = {
  submitted: { zh: '已收到，待受理', en: 'Received; nobody has taken it up yet' },
  accepted: { zh: '已受理', en: 'Taken up' },
  dispatched: { zh: '已派遣，待办理', en: 'Passed on to be handled' },
  handling: { zh: '办理中', en: 'Being handled' },
  returned: { zh: '已退回，待重新派遣', en: 'Given back, to be passed on again' },
  escalated: { zh: '已报上一级协调', en: 'Taken to the level above' },
  suspended: { zh: '经批准挂账，暂缓办理', en: 'On hold, with approval' },
  resolved: { zh: '已处置，待核查', en: 'Settled; to be verified' },
  verified: { zh: '核查通过，待结案', en: 'Verified; to be closed' },
  closed: { zh: '已办结', en: 'Closed' },
  rejected: { zh: '不予受理', en: 'Not taken up' },
  merged: { zh: '与另一件重复，并入该件办理', en: 'A duplicate: it goes on as another report' },
  reopened: { zh: '已重新办理', en: 'Taken up again' },
}

const REFUSALS: Readonly<Record<string, Localized>> = {
  'outside-district': { zh: 'lat 和 long：不在本辖区内', en: 'lat and long: expected a place in the district' },
  'unknown-grid': { zh: 'address_id：没有这个网格', en: 'address_id: there is no such grid' },
  'unknown-category': { zh: 'service_code：不能上报这一类', en: 'service_code: nothing can be reported under it' },
  'category-retired': { zh: 'service_code：这一类已停用', en: 'service_code: it is retired and takes no more reports' },
  'consent-unknown': {
    zh: '告知同意的版本不存在，请重新读取服务定义',
    en: 'There is no such statement to agree to: read the service definition again',
  },
  'consent-outdated': {
    zh: '告知内容已变更，请重新读取服务定义',
    en: 'What is to be agreed to has changed: read the service definition again',
  },
  'out-of-reach': { zh: '此密钥只能上报其辖区内的问题', en: 'The key reports inside its own grids only' },
}

/** A rule's no, for whoever reads it on a screen. */
export const refusalWords = (reason: string, language: Language): string => REFUSALS[reason]?.[language] ?? reason

const UNITS: Record<TimeLimit['unit'], Localized> = {
  minutes: { zh: '分钟', en: 'minutes' },
  workingMinutes: { zh: '分钟（工作时间）', en: 'minutes of working time' },
  days: { zh: '天', en: 'days' },
  workingDays: { zh: '个工作日', en: 'working days' },
}

export interface Notice {
  receipt: string
  terms: ServiceTerms | undefined
  /** Names of fields that came and were not kept. */
  notKept: readonly string[]
}

/** `service_notice` of a report that was filed: the code that follows it, what is promised, what of it was not kept. */
export function serviceNotice({ receipt, terms, notKept }: Notice, language: Language): string {
  const time = ({ amount, unit }: TimeLimit) => `${amount} ${UNITS[unit][language]}`
  const said: Localized[] = [
    { zh: `回执码 ${receipt}，可凭此查询、评价或删除。`, en: `Receipt code ${receipt}: it follows, rates or erases the report.` },
    ...(terms
      ? [
          {
            zh: `首次响应 ${time(terms.response)}，办理 ${time(terms.handling)}。`,
            en: `First answer within ${time(terms.response)}, handling within ${time(terms.handling)}.`,
          },
        ]
      : []),
    ...(notKept.length > 0 ? [{ zh: `以下各项未保存：${notKept.join('、')}。`, en: `Not kept: ${notKept.join(', ')}.` }] : []),
  ]
  return said.map((words) => words[language]).join(language === 'zh' ? '' : ' ')
}
