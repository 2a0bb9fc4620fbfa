// What the plan costs by part, beside what no plan goes below.
import { countText } from '../figures.ts'
import { make } from '../page/elements.ts'
import { COST_NAMES, ENDED_NAMES } from '../roster-words.ts'
import type { RosterPageData } from './data.ts'
import { TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

export function createCosts({ cost, costs, bound, ended }: RosterPageData) {
  const root = make('section', { class: 'costs' })
  const parts = (Object.keys(COST_NAMES) as (keyof typeof costs)[]).filter((part) => costs[part] !== 0)
  return {
    root,
    say(lang: Lang) {
      const texts = TEXTS[lang]
      const row = (name: string, value: number, kind = '') =>
        make('tr', kind === '' ? {} : { class: kind }, make('th', { scope: 'row' }, name), make('td', {}, countText(value, lang)))
      root.replaceChildren(
        make('h2', {}, texts.costs),
        make(
          'table',
          {},
          make(
            'tbody',
            {},
            ...parts.map((part) => row(COST_NAMES[part][lang], costs[part])),
            row(texts.cost, cost, 'sum'),
            row(texts.bound, bound, 'bound'),
          ),
        ),
        make('p', { class: 'note' }, ENDED_NAMES[ended][lang]),
      )
    },
  }
}
