// What was checked and how it came out, the switches, and what the list is narrowed to.
import { areaText, countText } from '../figures.ts'
import { FINDING_CODES } from '../words.ts'
import { button, make } from './elements.ts'
import type { Scene } from './scene.ts'
import { findingName, TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

export interface HeaderEvents {
  onLanguage(lang: Lang): void
  onTheme(): void
  onFilter(filter: { code?: string | undefined; text?: string }): void
}

export function createHeader(scene: Scene, { onLanguage, onTheme, onFilter }: HeaderEvents) {
  const { data } = scene
  const root = make('header')
  const filters = make('div', { class: 'filters' })
  const search = make('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' })
  search.addEventListener('input', () => onFilter({ text: search.value }))
  let lang: Lang = data.lang
  let code: string | undefined

  const isDark = () => {
    const set = document.documentElement.dataset.theme
    return set === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : set === 'dark'
  }
  const switches = () => {
    const texts = TEXTS[lang]
    const theme = button(
      { class: 'plain' },
      () => {
        document.documentElement.dataset.theme = isDark() ? 'light' : 'dark'
        theme.textContent = isDark() ? texts.light : texts.dark
        onTheme()
      },
      isDark() ? texts.light : texts.dark,
    )
    const other: Lang = lang === 'zh' ? 'en' : 'zh'
    const language = button(
      { class: 'plain', lang: other },
      () => {
        onLanguage(other)
        root.querySelector<HTMLElement>('.switches button')?.focus()
      },
      texts.language,
    )
    return make(
      'div',
      { class: 'switches' },
      language,
      theme,
      button({ class: 'plain' }, () => print(), texts.print),
    )
  }

  const outcome = () => {
    const texts = TEXTS[lang]
    const count = scene.findings.length
    if (count > 0) return make('p', { class: 'outcome found', role: 'status' }, texts.found(countText(count, lang)))
    return make('p', { class: 'outcome clean', role: 'status' }, make('b', {}, `✓ ${texts.clean}`), ` ${texts.cleanDetail}`)
  }

  const figures = () => {
    const texts = TEXTS[lang]
    const area = scene.grids.filter(({ depth }) => depth === 0).reduce((sum, grid) => sum + grid.area, 0)
    const levels = new Map<string, number>()
    for (const { level } of scene.grids) if (level) levels.set(level, (levels.get(level) ?? 0) + 1)
    const each = [...levels].map(([level, number]) => `${texts.levels[level as 'micro']} ${countText(number, lang)}`)
    const at = new Date(data.at).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })
    const parts = [texts.grids(countText(scene.grids.length, lang)), ...each, areaText(area, lang), data.crs, texts.checked(at)]
    return make('p', { class: 'figures' }, ...parts.map((part) => make('span', {}, part)))
  }

  const notes = () => {
    const lines = data.notes.map((note) => make('li', {}, note[lang]))
    return lines.length === 0 ? [] : [make('details', {}, make('summary', {}, TEXTS[lang].notes), make('ul', {}, ...lines))]
  }

  const chips = () => {
    const counts = FINDING_CODES.map((one) => [one, scene.findings.filter((finding) => finding.code === one).length] as const)
    const chip = (value: string | undefined, name: string, count: number) =>
      button(
        { 'aria-pressed': String(code === value), ...(value === undefined ? {} : { 'data-code': value }) },
        () => {
          code = value
          for (const [index, other] of [...group.children].entries())
            other.setAttribute('aria-pressed', String(order[index] === value))
          onFilter({ code: value })
        },
        ...(value === undefined ? [] : [make('i', { class: 'dot', 'aria-hidden': 'true' })]),
        name,
        make('b', {}, countText(count, lang)),
      )
    const there = counts.filter(([, count]) => count > 0)
    const order = [undefined, ...there.map(([one]) => one)]
    const group = make('div', { class: 'chips', role: 'group', 'aria-label': TEXTS[lang].filter })
    group.append(chip(undefined, TEXTS[lang].all, scene.findings.length))
    group.append(...there.map(([one, count]) => chip(one, findingName(one, lang), count)))
    return group
  }

  return {
    root,
    filters,
    say(language: Lang) {
      lang = language
      const title = make('h1', {}, TEXTS[lang].heading, make('small', {}, data.title))
      root.replaceChildren(make('div', { class: 'top' }, title, switches()), outcome(), figures(), ...notes())
      search.placeholder = TEXTS[lang].search
      search.setAttribute('aria-label', TEXTS[lang].search)
      filters.replaceChildren(...(scene.findings.length > 0 ? [chips(), search] : []))
    },
  }
}
