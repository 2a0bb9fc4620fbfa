// How evenly the shifts are shared: people by their number of shifts, before the plan and with it; organisations by what they owe.
import { countText } from '../figures.ts'
import { make } from '../page/elements.ts'
import type { RosterPageData } from './data.ts'
import { TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

const SVG = 'http://www.w3.org/2000/svg'
const HEIGHT = 150
const FOOT = 22
const HEAD = 16
const MOST_ORGANISATIONS = 12

function shape(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}

export function createFairness({ spread, organisations }: RosterPageData) {
  const root = make('section', { class: 'fairness' })
  const { before, after } = spread
  const steps = Math.max(before.length, after.length, 1)
  const highest = Math.max(1, ...before, ...after)

  function plot(lang: Lang): SVGElement {
    const texts = TEXTS[lang]
    const step = 400 / steps
    const wide = Math.min(48, step * 0.7)
    const top = (count: number) => HEAD + (1 - count / highest) * HEIGHT
    const words = (count: number, shifts: number, which: string) =>
      `${texts.shifts(countText(shifts, lang))}: ${texts.persons(countText(count, lang))} (${which})`
    // Each number where there is room for it, else every second, fifth, tenth …
    const every = [1, 2, 5, 10, 20, 50, 100].find((one) => step * one >= 24) ?? 200
    const bars = Array.from({ length: steps }, (_, shifts) => {
      const [then, now] = [before[shifts] ?? 0, after[shifts] ?? 0]
      const middle = step * (shifts + 0.5)
      const bar = (count: number, kind: string, which: string) =>
        shape(
          'rect',
          { class: kind, x: middle - wide / 2, width: wide, y: top(count), height: HEAD + HEIGHT - top(count), rx: 2 },
          shape('title', {}, words(count, shifts, which)),
        )
      return shape(
        'g',
        {},
        ...(now > 0 ? [bar(now, 'after', texts.after)] : []),
        ...(then > 0 ? [bar(then, 'before', texts.before)] : []),
        ...(now > 0 && step >= 18 ? [shape('text', { x: middle, y: top(now) - 4, class: 'count' }, countText(now, lang))] : []),
        ...(shifts % every === 0 ? [shape('text', { x: middle, y: HEAD + HEIGHT + 16 }, String(shifts))] : []),
      )
    })
    const line = shape('line', { x1: 0, x2: 400, y1: HEAD + HEIGHT, y2: HEAD + HEIGHT, class: 'axis' })
    const told = after.flatMap((count, shifts) => (count > 0 ? [words(count, shifts, texts.after)] : []))
    return shape(
      'svg',
      { viewBox: `0 0 400 ${HEAD + HEIGHT + FOOT}`, role: 'img', 'aria-label': `${texts.fairness}. ${told.join('; ')}` },
      ...bars,
      line,
    )
  }

  function owed(lang: Lang): HTMLElement[] {
    const texts = TEXTS[lang]
    if (organisations.length === 0) return []
    const most = Math.max(1, ...organisations.map(({ due, assigned }) => Math.max(due, assigned)))
    const rows = organisations.slice(0, MOST_ORGANISATIONS).map(({ id, due, assigned }) => {
      const part = (value: number) => (100 * value) / most
      const bar = shape(
        'svg',
        { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        shape('rect', { class: assigned < due ? 'short' : 'after', x: 0, y: 2, width: part(assigned), height: 6 }),
        shape('rect', { class: 'due', x: Math.max(0, part(due) - 0.6), y: 0, width: 1.2, height: 10 }),
      )
      const words = texts.due(countText(due, lang), countText(assigned, lang))
      return make('li', {}, make('span', { class: 'name' }, id), make('span', { class: 'owes' }, words), bar)
    })
    const left = organisations.length - rows.length
    return [
      make('h3', {}, texts.organisations),
      make('ul', { class: 'owed' }, ...rows),
      ...(left > 0 ? [make('p', { class: 'note' }, texts.others(countText(left, lang)))] : []),
    ]
  }

  return {
    root,
    say(lang: Lang) {
      const texts = TEXTS[lang]
      root.replaceChildren(
        make('h2', {}, texts.fairness),
        plot(lang),
        make('p', { class: 'note' }, texts.fairnessNote),
        ...owed(lang),
      )
    },
  }
}
