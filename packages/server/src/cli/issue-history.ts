import type { HistoryVerification } from '@wangge/core/issue/schema'
import { DATA_OPTIONS } from './arguments.ts'
import { readHead } from './audit.ts'
import { readPlaces } from './grid-input.ts'
import { languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { printable } from './table.ts'

const ALL = 'all'

/**
 * `wangge issue head ID` prints where the chain of one issue ends, `wangge issue head all` where the order of all steps of all issues
 * does: to be kept in a file elsewhere.
 */
export async function issueHead(args: string[]): Promise<void> {
  const { values, places } = readPlaces('issue head', args, ['ID|all'], DATA_OPTIONS)
  const { data, district } = values
  const [id] = places as [string]
  const head =
    id === ALL
      ? await runAdmin('history-head', { data, district, input: {} })
      : await runAdmin('issue-head', { data, district, input: { id } })
  console.log(JSON.stringify(head))
}

/** `wangge issue verify ID|all [--head FILE] [--json]` ends with 1 where a chain is not in order, or not the one that was kept. */
export async function issueVerify(args: string[]): Promise<void> {
  const options = {
    ...DATA_OPTIONS,
    json: { type: 'boolean', default: false },
    head: { type: 'string' },
    lang: { type: 'string' },
  } as const
  const { values, places } = readPlaces('issue verify', args, ['ID|all'], options)
  const { data, district, json, head: file } = values
  const lang = languageOf(values.lang)
  const [id] = places as [string]
  const kept = file === undefined ? {} : { head: await readHead(file, 'issue head') }
  const result =
    id === ALL
      ? await runAdmin('history-verify', { data, district, input: kept })
      : await runAdmin('issue-verify', { data, district, input: { id, ...kept } })
  console.log(json ? JSON.stringify(result) : verifiedText(result, { file, lang }))
  if (!result.ok) process.exitCode = 1
}

function verifiedText(
  { ok, steps, issues, head, findings }: HistoryVerification,
  { file, lang }: { file: string | undefined; lang: Lang },
) {
  if (!ok) {
    return findings
      .map(({ code, issueId, message }) => printable([code, issueId, message[lang]].filter(Boolean).join('  ')))
      .join('\n')
  }
  const zh = file === undefined ? '；没有留存的链尾可以对照' : `，与 ${file} 中留存的链尾相符`
  const en = file === undefined ? '; no kept head to compare with' : `, and with the head in ${file}`
  return lang === 'zh'
    ? `✓ 链条完整：${issues} 件共 ${steps} 步，链尾 ${head.hash}${zh}`
    : `✓ In order: ${steps} steps of ${issues} issues up to ${head.hash}${en}`
}
