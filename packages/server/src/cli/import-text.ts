import type { GridImportReport } from '../admin/import-grids-schema.ts'
import type { Lang } from './language.ts'
import { refusalText } from './refusal-text.ts'
import { printable } from './table.ts'

/** So many of a list are told one by one; all of them are in the JSON. */
const MOST = 20

/** What an import did, would do, or why it did nothing, for whoever draws the borders. */
export function importText(report: GridImportReport, lang: Lang): string {
  return printableLines([
    headline(report, lang),
    ...problemLines(report, lang),
    ...previewLines(report, lang),
    ...warningLines(report, lang),
  ])
}

function headline(report: GridImportReport, lang: Lang): string {
  const { outcome, grids, effective, begun, ended, updated } = report
  const changes =
    lang === 'zh'
      ? `新增 ${begun.length}，撤销 ${ended.length}，更新 ${updated.length}`
      : `${begun.length} begin, ${ended.length} end, ${updated.length} with other particulars`
  const words: Record<GridImportReport['outcome'], Record<Lang, string>> = {
    created: { zh: `✓ 已导入 ${grids} 个网格`, en: `✓ Imported ${grids} grids` },
    redrawn: { zh: `✓ 已调整网格，自 ${effective} 起生效：${changes}`, en: `✓ Redrawn from ${effective} on: ${changes}` },
    unchanged: { zh: `✓ ${grids} 个网格与现状一致，未作改动`, en: `✓ The ${grids} grids are what is there already` },
    planned: {
      zh: `试运行，未作改动。自 ${effective} 起：${changes}`,
      en: `Dry run, nothing written. From ${effective} on: ${changes}`,
    },
    refused: { zh: '✗ 未导入，未作任何改动', en: '✗ Refused, nothing was written' },
  }
  return words[outcome][lang]
}

function problemLines({ problems, refusal }: GridImportReport, lang: Lang): string[] {
  const lines = problems.slice(0, MOST).map(({ message, hint }) => `  ${message[lang]}${lang === 'zh' ? '' : ' '}${hint[lang]}`)
  if (problems.length > MOST) lines.push(lang === 'zh' ? `  等 ${problems.length} 处` : `  and ${problems.length - MOST} more`)
  if (refusal) lines.push(`  ${refusalText(refusal, lang)}`)
  return lines
}

function warningLines({ warnings }: GridImportReport, lang: Lang): string[] {
  if (warnings.length === 0) return []
  const told = warnings.slice(0, MOST).map(({ message, hint }) => `  ${message[lang]}${lang === 'zh' ? '' : ' '}${hint[lang]}`)
  const more = warnings.length - told.length
  const title = lang === 'zh' ? `编码请核对：${warnings.length} 处` : `Codes to look at: ${warnings.length}`
  return [title, ...told, ...(more > 0 ? [lang === 'zh' ? `  另有 ${more} 处` : `  and ${more} more`] : [])]
}

function previewLines({ preview }: GridImportReport, lang: Lang): string[] {
  if (!preview) return []
  const { issues, appointments, registrations, groups, buildings, posts, vacancies, reparented } = preview
  const counts: [Record<Lang, string>, number][] = [
    [{ zh: '未结问题（原归属不变）', en: 'open issues (their path stays)' }, issues.length],
    [{ zh: '需重新任命', en: 'appointments to be made anew' }, appointments.length],
    [{ zh: '新微网格待配备岗位', en: 'posts of new micro-grids without anybody' }, vacancies.length],
    [{ zh: '需重新登记的报到', en: 'registrations to be made anew' }, registrations.length],
    [{ zh: '涉及的微信群', en: 'groups' }, groups.length],
    [{ zh: '涉及的楼栋', en: 'buildings' }, buildings.length],
    [{ zh: '涉及的岗位', en: 'posts' }, posts.length],
    [{ zh: '改变上级的网格', en: 'grids with another parent' }, reparented.length],
  ]
  const lines = counts.filter(([, count]) => count > 0).map(([what, count]) => `  ${String(count).padStart(6)}  ${what[lang]}`)
  const ended = preview.ended.slice(0, MOST).map(({ gridId, successors }) => `  ${gridId} → ${successors.join(', ') || '—'}`)
  const more = preview.ended.length - ended.length
  return [...lines, ...ended, ...(more > 0 ? [lang === 'zh' ? `  另有 ${more} 个` : `  and ${more} more`] : [])]
}

const printableLines = (lines: readonly string[]) => lines.map((line) => printable(line)).join('\n')
