import type { ClosedOrganisation } from '../admin/close-organisation-schema.ts'
import { DATA_OPTIONS, required } from './arguments.ts'
import { readPlaces } from './grid-input.ts'
import { languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'
import { printable } from './table.ts'

/** `wangge organisation close`, see the usage in cli.ts */
export const organisation = (args: string[]): Promise<void> => runVerb('organisation', { close }, args)

/** Tells what would end, and ends it where it is told --yes. Ends with 1 where something is in the way. */
async function close(args: string[]): Promise<void> {
  const { values, places } = readPlaces('organisation close', args, ['ORG'], {
    ...DATA_OPTIONS,
    on: { type: 'string' },
    yes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    lang: { type: 'string' },
  })
  const { data, district, yes, json } = values
  const lang = languageOf(values.lang)
  const on = required('--on', 'the first day on which it is closed', values.on)
  const input = { orgId: places[0]!, on, dryRun: !yes }
  const result = await runAdmin('organisation-close', { data, district, input })
  console.log(json ? JSON.stringify(result, null, 2) : closedText(result, lang))
  if (result.outcome === 'refused') process.exitCode = 1
}

/** What ends with an organisation, in numbers, or what stands against it. */
function closedText(result: ClosedOrganisation, lang: Lang): string {
  const { outcome, orgId, on, refusals } = result
  const name = result.name && result.name[lang] !== orgId ? `${result.name[lang]} (${orgId})` : orgId
  const title = TITLES[lang][outcome](name, on)
  if (outcome === 'refused') return [title, ...refusals.map(({ message }) => `  ${message[lang]}`)].map(printable).join('\n')
  const lines = COUNTED.filter((what) => result[what].length > 0).map(
    (what) => `  ${String(result[what].length).padStart(6)}  ${WORDS[lang][what]}`,
  )
  const next = outcome === 'planned' ? [NEXT[lang]] : []
  return [title, ...(lines.length > 0 ? lines : [NOTHING[lang]]), ...next].map(printable).join('\n')
}

const COUNTED = ['memberships', 'signUps', 'intersections', 'liaisons', 'keys', 'issuers', 'tokens', 'notices'] as const

const TITLES = {
  zh: {
    closed: (name: string, on: string) => `✓ 已登记：${name} 自 ${on} 起撤销`,
    planned: (name: string, on: string) => `试运行，未作改动。${name} 自 ${on} 起撤销时：`,
    refused: (name: string) => `✗ ${name} 未撤销，未作任何改动`,
  },
  en: {
    closed: (name: string, on: string) => `✓ ${name} is closed from ${on} on`,
    planned: (name: string, on: string) => `Dry run, nothing written. With ${name} closed from ${on} on:`,
    refused: (name: string) => `✗ ${name} is not closed, nothing was written`,
  },
}
const WORDS: Record<Lang, Record<(typeof COUNTED)[number], string>> = {
  zh: {
    memberships: '组织关系终止，请另行转入其他党组织',
    signUps: '当天起的报名取消，候补依次递补',
    intersections: '包路口终止',
    liaisons: '联络人不再有权限',
    keys: '站点密钥失效',
    issuers: '令牌签发方失效',
    tokens: '工作人员令牌失效',
    notices: '通知对象停止发送',
  },
  en: {
    memberships: 'memberships end; their people are to be entered elsewhere',
    signUps: 'sign-ups from that day on are cancelled, and who waits moves up',
    intersections: 'times at intersections end',
    liaisons: 'liaisons reach nothing by it any more',
    keys: 'site keys open nothing any more',
    issuers: 'issuers of tokens are believed no more',
    tokens: 'staff tokens open nothing any more',
    notices: 'targets of notices are told nothing more',
  },
}
const NOTHING = { zh: '  没有其他事项随之终止', en: '  nothing else ends with it' }
const NEXT = { zh: '确认无误后加上 --yes，登记后日期不能更改', en: 'Say --yes to have it so; the day stays then' }
