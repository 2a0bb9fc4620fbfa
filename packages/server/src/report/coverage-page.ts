import { pageData } from './page-data.ts'
import type { PageInput } from './page-data.ts'
import { selfContained } from './self-contained.ts'

/** One page with everything in it: the map of all grids and the findings of their check. */
export const coveragePage = (input: PageInput): Promise<string> =>
  selfContained({ folder: 'page', title: input.title, lang: input.lang, data: pageData(input), noScript: NO_SCRIPT })

const NO_SCRIPT = '本页需要启用脚本才能显示地图和核查结果。 This page needs its script to show the map and the findings.'
