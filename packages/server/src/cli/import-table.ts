import type { ImportReport } from '@wangge/core/roster/schema'
import { readBytes } from '../formats/read-bytes.ts'
import { readTable } from '../formats/read-table.ts'
import { DATA_OPTIONS } from './arguments.ts'
import { readPlaces, tell } from './grid-input.ts'
import { languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { openProgress } from './progress.ts'
import { runAdmin } from './run-admin.ts'
import { printable } from './table.ts'
import { UsageError } from './usage-error.ts'

const WORDS = {
  people: { zh: '人员', en: 'people' },
  organisations: { zh: '党组织', en: 'organisations' },
  posts: { zh: '岗位', en: 'posts' },
  intersections: { zh: '包路口', en: 'intersections' },
  teams: { zh: '队伍', en: 'teams' },
  points: { zh: '测评点位', en: 'evaluation points' },
  categories: { zh: '问题类别', en: 'categories' },
  issues: { zh: '热线工单', en: 'orders of the hotline’s' },
} as const

/**
 * `wangge import people|organisations|posts|intersections|teams|points|categories FILE [--dry-run] [--json]` and `wangge issue import FILE …`: a CSV or an XLSX. Ends with 1, and nothing is written, where a cell
 * is not as expected; with 1 too where rows alone are left out.
 */
export async function importTable(what: keyof typeof WORDS, args: string[]): Promise<void> {
  const { values, places } = readPlaces(what === 'issues' ? 'issue import' : `import ${what}`, args, ['FILE'], {
    ...DATA_OPTIONS,
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    lang: { type: 'string' },
  })
  const { data, district } = values
  const lang = languageOf(values.lang)
  const [file] = places as [string]
  const progress = openProgress()
  const { notes, header, rows } = await progress.phase(lang === 'zh' ? `读取 ${file}` : `Reading ${file}`, () =>
    readBytes(file)
      .then((bytes) => readTable(bytes, file))
      .catch((error: Error) => {
        throw error.name === 'GridFileError' ? new UsageError(error.message, { cause: error }) : error
      }),
  )
  tell(notes, lang)
  const input = { table: { header, rows }, dryRun: values['dry-run'] }
  const phase = lang === 'zh' ? `核对并导入 ${rows.length} 行` : `Checking and importing ${rows.length} rows`
  const report = await progress.phase(phase, (show) => {
    const onProgress = (done: number, total: number) =>
      show(lang === 'zh' ? `已写入 ${done}/${total} 条记录` : `${done} of ${total} records written`)
    return runAdmin(`${what}-import`, { data, district, input, onProgress })
  })
  console.log(values.json ? JSON.stringify(report) : importedText(what, report, lang))
  if (report.outcome === 'refused' || report.leftOut !== undefined) process.exitCode = 1
}

function importedText(what: keyof typeof WORDS, report: ImportReport, lang: Lang): string {
  const lines = [headline(what, report, lang), ...particulars(report, lang)]
  const { faults, furtherFaults, leftOut = [], furtherLeftOut = 0 } = report
  lines.push(...rowLines(faults, furtherFaults, lang), ...rowLines(leftOut, furtherLeftOut, lang))
  if (report.outcome === 'planned') lines.push(...liaisonLines(report, lang))
  const { notes = [], furtherNotes = 0 } = report
  for (const note of notes) lines.push(`  ${lang === 'zh' ? '注意' : 'Note'}${lang === 'zh' ? '：' : ': '}${note[lang]}`)
  if (furtherNotes > 0) lines.push(lang === 'zh' ? `  另有 ${furtherNotes} 处注意` : `  and ${furtherNotes} more notes`)
  return lines.map((line) => printable(line)).join('\n')
}

/** Who would become the liaison of which organisation. */
function liaisonLines({ liaisons = [], furtherLiaisons = 0 }: ImportReport, lang: Lang): string[] {
  const lines = liaisons.map(({ row, name, personId, formerId }) => {
    const former = formerId === undefined ? '' : lang === 'zh' ? `，接替人员 ${formerId}` : ` in place of ${formerId}`
    return lang === 'zh'
      ? `  第 ${row} 行：${name.zh} 的联络人为人员 ${personId}${former}`
      : `  row ${row}: ${personId} becomes the liaison of ${name.en}${former}`
  })
  if (furtherLiaisons > 0) lines.push(lang === 'zh' ? `  另有 ${furtherLiaisons} 人` : `  and ${furtherLiaisons} more`)
  return lines
}

function rowLines(rows: ImportReport['faults'], further: number, lang: Lang): string[] {
  const lines = rows.map(({ row, column, message }) => {
    // Most messages name their column.
    const named = column === undefined || message[lang].includes(column) ? '' : lang === 'zh' ? `“${column}”` : `, "${column}"`
    return lang === 'zh' ? `  第 ${row} 行${named}：${message.zh}` : `  row ${row}${named}: ${message.en}`
  })
  if (further > 0) lines.push(lang === 'zh' ? `  另有 ${further} 处` : `  and ${further} more`)
  return lines
}

function headline(
  what: keyof typeof WORDS,
  { outcome, created, updated, unchanged, faults: told, furtherFaults, leftOut = [], furtherLeftOut = 0 }: ImportReport,
  lang: Lang,
) {
  const counts =
    lang === 'zh'
      ? `新增 ${created}，更新 ${updated}，不变 ${unchanged}`
      : `${created} new, ${updated} updated, ${unchanged} as they were`
  const faults = told.length + furtherFaults
  const words: Record<ImportReport['outcome'], Record<Lang, string>> = {
    imported: { zh: `✓ 已导入${WORDS[what].zh}：${counts}`, en: `✓ Imported ${WORDS[what].en}: ${counts}` },
    unchanged: {
      zh: `✓ 与现有记录一致，未作改动（${unchanged}）`,
      en: `✓ All ${unchanged} are there already, nothing was written`,
    },
    planned: { zh: `试运行，未作改动：${counts}`, en: `Dry run, nothing written: ${counts}` },
    refused: { zh: `✗ 未导入，未作任何改动：${faults} 处有误`, en: `✗ Refused, nothing was written: ${faults} errors` },
  }
  const rows = leftOut.length + furtherLeftOut
  if (rows === 0 || outcome === 'refused') return words[outcome][lang]
  return words[outcome][lang] + (lang === 'zh' ? `；另有 ${rows} 行未导入` : `; ${rows} rows are left out`)
}

function particulars(
  {
    outcome,
    memberships = 0,
    registrations = 0,
    appointments = 0,
    consents = 0,
    removed = 0,
    joined = 0,
    left = 0,
    retired = 0,
    differing = 0,
    liaisons = [],
    furtherLiaisons = 0,
  }: ImportReport,
  lang: Lang,
): string[] {
  if (outcome === 'refused') return []
  const counts = [
    [memberships, { zh: '组织关系', en: 'memberships' }],
    [registrations, { zh: '双报到', en: 'dual registrations' }],
    [appointments, { zh: '网格任职', en: 'appointments' }],
    [consents, { zh: '同意书', en: 'consents' }],
    [joined, { zh: '入队', en: 'people who join a team' }],
    [left, { zh: '离队', en: 'people who leave a team' }],
    [liaisons.length + furtherLiaisons, { zh: '新任联络人', en: 'who become a liaison' }],
    [removed, { zh: '撤销', en: 'taken away' }],
    [retired, { zh: '停用，不再接受上报', en: 'retired: they take no more reports' }],
    [differing, { zh: '已导入，本次内容不同，保留原记录', en: 'there already in other words, kept as they were' }],
  ] as const
  return counts.filter(([count]) => count > 0).map(([count, what]) => `  ${String(count).padStart(6)}  ${what[lang]}`)
}
