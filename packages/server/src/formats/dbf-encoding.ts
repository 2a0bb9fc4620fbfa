import type { Localized } from '@wangge/core/schema'
import { decoded, readAsGb18030 } from './decode-text.ts'
import { GridFileError } from './grid-file.ts'

const LABELS: [RegExp, string][] = [
  [/^(utf-?8|65001)$/, 'utf-8'],
  [/^(gb18030|gbk|gb2312|cp936|936|euc-?cn|ansi936|oem936)$/, 'gb18030'],
  [/^(big5|cp950|950|ansi950|oem950)$/, 'big5'],
  [/^(iso-?8859-?1|88591|latin-?1|1252|cp1252|windows-?1252|ansi1252)$/, 'windows-1252'],
]

/** Language driver ids of dBASE for code page 936. */
const CHINESE_DRIVERS = [0x4d, 0x7a]

/** In which encoding the attributes are: by the .cpg, by the table's own mark, or by what the bytes can be, which is told. */
export function encodingOfDbf(dbf: Uint8Array, file: string, cpg: string | undefined): { label: string; notes: Localized[] } {
  if (cpg !== undefined && cpg.trim() !== '') return { label: expectLabel(cpg.trim(), file), notes: [] }
  if (CHINESE_DRIVERS.includes(dbf[29] ?? 0)) return { label: 'gb18030', notes: [] }
  const body = dbf.subarray(32)
  if (body.every((byte) => byte < 0x80)) return { label: 'utf-8', notes: [] }
  if (decoded(body, 'utf-8') !== undefined) return { label: 'utf-8', notes: [readAsUtf8(file)] }
  return { label: 'gb18030', notes: [readAsGb18030(file)] }
}

const readAsUtf8 = (file: string): Localized => ({
  zh: `${file} 没有 .cpg 说明编码，按 UTF-8 读取`,
  en: `${file} has no .cpg that says its encoding; it was read as UTF-8`,
})

function expectLabel(cpg: string, file: string): string {
  const plain = cpg.toLowerCase().replace(/[\s_]/g, '')
  const found = LABELS.find(([pattern]) => pattern.test(plain))
  if (found) return found[1]
  throw new GridFileError(`${file}: expected a .cpg with UTF-8, GB18030, GBK, 936, BIG5 or 1252, got ${JSON.stringify(cpg)}`)
}
