// The page's own program: header, week, gaps, fairness and costs, in the chosen language.
import { make } from '../page/elements.ts'
import { createCosts } from './costs.ts'
import type { RosterPageData } from './data.ts'
import { createFairness } from './fairness.ts'
import { createGaps } from './gaps.ts'
import { createHeader } from './header.ts'
import type { Lang } from './texts.ts'
import { createWeek } from './week.ts'

const data = JSON.parse(document.getElementById('data')!.textContent!) as RosterPageData

const week = createWeek(data)
const gaps = createGaps(data, { onChoose: (slot) => week.show(slot) })
const fairness = createFairness(data)
const costs = createCosts(data)
const header = createHeader(data, { onLanguage: say })

function say(lang: Lang): void {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  for (const part of [header, week, gaps, fairness, costs]) part.say(lang)
}

/** A short week leaves room below it; beside a long one the rest is nearer. */
const isShort = data.posts.length <= 10
const rest = [fairness.root, costs.root]
const left = make('div', {}, week.root, ...(isShort ? [make('div', { class: 'below' }, ...rest)] : []))
const right = make('div', { class: 'beside' }, gaps.root, ...(isShort ? [] : rest))
document.body.append(header.root, make('main', {}, left, right))
addEventListener('beforeprint', () => {
  document.documentElement.dataset.printing = ''
  week.showAll()
})
addEventListener('afterprint', () => delete document.documentElement.dataset.printing)
say(data.lang)
