import type { Id, Localized } from '../../schema.ts'
import type { GridTree } from '../grid-tree.ts'
import type { GridCode, GridRecord } from '../schema.ts'
import { formatCode, parseCode } from './parse-code.ts'
import type { CodeParts } from './parse-code.ts'

/** What is odd about a code and need not be wrong: codes are other systems' aliases, and some of those keep their own divisions. */
export interface CodeWarning {
  /** Stable; what a program switches over. */
  code: 'code-shape' | 'code-elsewhere'
  severity: 'warning'
  grids: [Id]
  /** The grid above whose code does not fit. */
  parent?: Id
  scheme: GridCode['scheme']
  value: string
  message: Localized
  hint: Localized
}

/**
 * Codes that do not have their scheme's shape, and codes of communities and units that do not begin with the division
 * code (`nbs12`) of the grid above. In the tree's order. Linear in the number of grids.
 * @example checkCodes(tree).map(({ message }) => message.zh)
 */
export function checkCodes(tree: GridTree): CodeWarning[] {
  const divisions = new Map<Id, Division | undefined>()
  const warnings: CodeWarning[] = []
  for (const grid of [tree.root, ...tree.descendants(tree.root.id)]) {
    const above = grid.parentId === undefined ? undefined : divisions.get(grid.parentId)
    divisions.set(grid.id, divisionOf(grid) ?? above)
    for (const code of grid.codes) {
      const warning = warningOf(grid, code, above)
      if (warning) warnings.push(warning)
    }
  }
  return warnings
}

interface Division {
  gridId: Id
  /** Digits that codes below begin with: nine of a sub-district, twelve of a community. Several where it has several codes. */
  prefixes: readonly string[]
}

function divisionOf({ id, codes }: GridRecord): Division | undefined {
  const prefixes = codes.flatMap(({ scheme, value }) => {
    const result = scheme === 'nbs12' ? parseCode(scheme, value) : undefined
    return result?.ok ? [result.value.replace(/(?:000)+$/, '')] : []
  })
  return prefixes.length > 0 ? { gridId: id, prefixes } : undefined
}

function warningOf({ id }: GridRecord, { scheme, value }: GridCode, above: Division | undefined): CodeWarning | undefined {
  const result = parseCode(scheme, value)
  if (!result.ok || result.value !== value) return misshapen(id, scheme, value)
  const division = divisionDigits(result.parts)
  if (division === '' || !above || above.prefixes.some((prefix) => fits(division, prefix))) return undefined
  return elsewhere(id, scheme, value, above)
}

/** Communities merged into one grid have a number of their own in CJ/T 349 (601 and up): only the sub-district can be told. */
function divisionDigits({ county = '', street = '', community = '', object }: CodeParts): string {
  return county + street + (object !== undefined && community >= '601' ? '' : community)
}

const fits = (division: string, prefix: string) => division.startsWith(prefix) || prefix.startsWith(division)

const misshapen = (id: Id, scheme: GridCode['scheme'], value: string): CodeWarning => ({
  code: 'code-shape',
  severity: 'warning',
  grids: [id],
  scheme,
  value,
  message: {
    zh: `网格 ${id} 的编码 ${value} 不符合 ${scheme} 的写法。`,
    en: `Code ${value} of grid ${id} is not written as codes of ${scheme} are.`,
  },
  hint: { zh: '核对位数；表格中的编码列请设为文本格式。', en: 'Check its length; in a spreadsheet, codes want to be text.' },
})

function elsewhere(id: Id, scheme: GridCode['scheme'], value: string, { gridId, prefixes }: Division): CodeWarning {
  const shown = formatCode(scheme, value)
  return {
    code: 'code-elsewhere',
    severity: 'warning',
    grids: [id],
    parent: gridId,
    scheme,
    value,
    message: {
      zh: `网格 ${id} 的 ${scheme} 编码 ${shown} 不在上级 ${gridId} 的区划 ${prefixes.join('、')} 之内。`,
      en: `Code ${shown} (${scheme}) of grid ${id} is not within the division ${prefixes.join(', ')} of ${gridId} above it.`,
    },
    hint: {
      zh: '若该系统自有区划代码，可保留；否则请更正编码或上级。',
      en: 'Keep it if that system has divisions of its own; else correct the code or the parent.',
    },
  }
}
