import { zonedTime } from '../calendar/zoned-time.ts'
import type { GridTree } from '../grid/grid-tree.ts'
import type { GridLevel } from '../grid/schema.ts'
import type { Id, Localized } from '../schema.ts'
import { fold } from './index-names.ts'
import type { NameIndex } from './index-names.ts'
import type { CellError, Column, TableRow } from './table.ts'

/** One row, read cell by cell; what is wrong is collected, so that a clerk sees all of it at once. */
export class Cells<Key extends string> {
  readonly row: number
  private readonly cells: readonly string[]
  private readonly places: ReadonlyMap<Key, number>
  private readonly columns: Readonly<Record<Key, Column>>
  private readonly header: readonly string[]
  private readonly errors: CellError[]

  constructor(
    { row, cells }: TableRow,
    of: {
      places: ReadonlyMap<Key, number>
      columns: Readonly<Record<Key, Column>>
      header: readonly string[]
      errors: CellError[]
    },
  ) {
    this.row = row
    this.cells = cells
    this.places = of.places
    this.columns = of.columns
    this.header = of.header
    this.errors = of.errors
  }

  /** Undefined where there is no such column, or nothing in the cell. */
  text(key: Key): string | undefined {
    const place = this.places.get(key)
    const text = place === undefined ? '' : (this.cells[place] ?? '').trim()
    return text === '' ? undefined : text
  }

  required(key: Key): string | undefined {
    const text = this.text(key)
    if (text === undefined)
      this.fail(key, 'required', { zh: `“${this.headed(key)}”不能为空。`, en: `Expected "${this.headed(key)}", got nothing.` })
    return text
  }

  /** One of several words, in Chinese or as the code has them. */
  choice<Value extends string>(key: Key, names: Readonly<Record<Value, readonly string[]>>): Value | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const wanted = fold(text)
    const found = (Object.keys(names) as Value[]).find(
      (value) => fold(value) === wanted || names[value].some((name) => fold(name) === wanted),
    )
    if (found === undefined)
      this.expected(key, 'invalid', list(Object.values<readonly string[]>(names).map(([first]) => first!)), text)
    return found
  }

  yesNo(key: Key): boolean | undefined {
    const answer = this.choice(key, YES_NO)
    return answer === undefined ? undefined : answer === 'yes'
  }

  wholeNumber(key: Key): number | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const digits = text.normalize('NFKC').replace(/\.0+$/, '')
    if (/^\d{1,9}$/.test(digits)) return Number(digits)
    this.expected(key, 'invalid', { zh: '不小于 0 的整数', en: 'a whole number, 0 or more' }, text)
    return undefined
  }

  /** A day of the years 1900 to 9998 as `2026-03-02`, however a spreadsheet writes it: `2026/3/2`, `2026年3月2日`, `20260302`. */
  day(key: Key): string | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const day = dayOf(text)
    if (day === undefined) this.expected(key, 'invalid', { zh: '日期，如 2026-03-02', en: 'a day such as 2026-03-02' }, text)
    return day
  }

  /** An instant by the local clock, however a spreadsheet writes it: `2026-03-02 09:30`, `2026年3月2日9时30分`. Epoch milliseconds. */
  instant(key: Key, timeZone: string): number | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const instant = instantOf(text, timeZone)
    if (instant === undefined)
      this.expected(
        key,
        'invalid',
        { zh: '日期和时间，如 2026-03-02 09:30', en: 'a day and a time such as 2026-03-02 09:30' },
        text,
      )
    return instant
  }

  /** An instant by the local clock, or the day's first; a spreadsheet writes either for midnight. Epoch milliseconds. */
  dayOrInstant(key: Key, timeZone: string): number | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const isDay = /^\d{8}$|^\d{4}\D\d{1,2}\D\d{1,2}日?$/.test(text.normalize('NFKC'))
    const day = isDay ? dayOf(text) : undefined
    const instant = day === undefined ? instantOf(text, timeZone) : zonedTime(day, 0, timeZone)
    if (instant === undefined)
      this.expected(
        key,
        'invalid',
        { zh: '日期或时间，如 2026-03-02 或 2026-03-02 09:30', en: 'a day or a time such as 2026-03-02 or 2026-03-02 09:30' },
        text,
      )
    return instant
  }

  number(key: Key): number | undefined {
    const text = this.text(key)
    if (text === undefined) return undefined
    const digits = text.normalize('NFKC')
    if (/^-?\d{1,9}(\.\d{1,15})?$/.test(digits)) return Number(digits)
    this.expected(key, 'invalid', { zh: '数字，如 104.0605', en: 'a number such as 104.0605' }, text)
    return undefined
  }

  /** A grid by its id, a code of any scheme or its whole name, of one of these levels. */
  grid(key: Key, tree: GridTree, levels: readonly GridLevel[]): Id | undefined {
    const text = this.text(key)
    return text === undefined ? undefined : this.gridOf(key, text, tree, levels)
  }

  /** Several grids, each as `grid` reads one. */
  grids(key: Key, tree: GridTree, levels: readonly GridLevel[]): Id[] | undefined {
    const found = this.list(key)?.map((text) => this.gridOf(key, text, tree, levels))
    return found?.every((id) => id !== undefined) ? found : undefined
  }

  /** Several words in one cell, each once, parted by commas, semicolons, 、 or lines. */
  list(key: Key): string[] | undefined {
    const words = this.text(key)?.split(/[,，;；、\n]+/)
    const all = words?.map((word) => word.trim()).filter((word) => word !== '')
    return all && all.length > 0 ? [...new Set(all)] : undefined
  }

  private gridOf(key: Key, text: string, tree: GridTree, levels: readonly GridLevel[]): Id | undefined {
    const byId = tree.get(text)
    const found = byId
      ? [byId]
      : tree.search(text).filter(({ name, codes }) => isNamed(name, text) || codes.some(({ value }) => value === text))
    const fitting = found.filter(({ level }) => levels.includes(level))
    if (fitting.length === 1) return fitting[0]!.id
    if (fitting.length > 1)
      this.ambiguous(
        key,
        text,
        fitting.map(({ id }) => id),
      )
    else
      this.expected(
        key,
        'unknown',
        { zh: `已有的网格（${levels.join('、')}）`, en: `a grid that there is (${levels.join(', ')})` },
        text,
      )
    return undefined
  }

  /** A record by its id or its whole name. @param what e.g. an organisation that there is */
  named(key: Key, index: NameIndex, what: Localized): Id | undefined {
    const text = this.text(key)
    return text === undefined ? undefined : this.namedOf(key, text, index, what)
  }

  /** Several records in one cell, each as `named` reads one. */
  namedList(key: Key, index: NameIndex, what: Localized): Id[] | undefined {
    const found = this.list(key)?.map((text) => this.namedOf(key, text, index, what))
    return found?.every((id) => id !== undefined) ? [...new Set(found)] : undefined
  }

  private namedOf(key: Key, text: string, index: NameIndex, what: Localized): Id | undefined {
    const found = index.find(text)
    if (found.length === 1) return found[0]!
    if (found.length > 1) this.ambiguous(key, text, found)
    else this.expected(key, 'unknown', what, text)
    return undefined
  }

  fail(key: Key | undefined, code: CellError['code'], message: Localized): void {
    this.errors.push({ row: this.row, ...(key !== undefined && { column: this.headed(key) }), code, message })
  }

  private ambiguous(key: Key, text: string, ids: readonly Id[]): void {
    const which = ids.slice(0, 5).join(', ')
    this.expected(key, 'ambiguous', { zh: `编号（同名的有 ${which}）`, en: `an id (of that name are ${which})` }, text)
  }

  private expected(key: Key, code: CellError['code'], what: Localized, got: string): void {
    const came = this.columns[key].personal ? { zh: '', en: '' } : { zh: `，实际为“${got}”`, en: `, got "${got}"` }
    this.fail(key, code, {
      zh: `“${this.headed(key)}”应为${what.zh}${came.zh}。`,
      en: `Expected "${this.headed(key)}" to be ${what.en}${came.en}.`,
    })
  }

  private headed(key: Key): string {
    const place = this.places.get(key)
    return place === undefined ? this.columns[key].zh : this.header[place]!.trim()
  }
}

const YES_NO = { yes: ['是', 'true', 'y', '1'], no: ['否', 'false', 'n', '0'] } as const

const isNamed = (name: Localized, text: string) => fold(name.zh) === fold(text) || fold(name.en) === fold(text)

const list = (words: readonly string[]): Localized => ({ zh: words.join('、'), en: `one of ${words.join(', ')}` })

function dayOf(text: string): string | undefined {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ].*)?$/.exec(text.normalize('NFKC'))
  if (!match) return undefined
  const [year, month, date] = [match[1]!, match[2] ?? match[4]!, match[3] ?? match[5]!]
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (day < '1900' || day >= '9999') return undefined
  const parsed = new Date(`${day}T00:00:00Z`)
  // 31 June would be taken for 1 July.
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day ? undefined : day
}

const CLOCK = /^(.+?)(?:[T ]|(?<=日))\s*(\d{1,2})[:时](\d{1,2})(?:[:分]?|[:分](\d{1,2})(?:\.\d+)?秒?)$/

function instantOf(text: string, timeZone: string): number | undefined {
  const [, date, hour, minute, second = '0'] = CLOCK.exec(text.normalize('NFKC').trim()) ?? []
  const day = date === undefined ? undefined : dayOf(date)
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return zonedTime(day, Number(hour) * 60 + Number(minute), timeZone) + Number(second) * 1000
}
