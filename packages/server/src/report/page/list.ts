// The findings beside the map: filtered, walked through with the arrow keys, the chosen one opened.
import { areaText, countText, lengthText } from '../figures.ts'
import { button, make } from './elements.ts'
import type { Scene, SceneFinding } from './scene.ts'
import { findingName, TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

/** So many are put into the page at once; more on request. */
const PAGE = 500

export interface ListEvents {
  onChoose(finding: SceneFinding): void
  onCloser(finding: SceneFinding): void
}

export function createList(scene: Scene, events: ListEvents) {
  const root = make('ol', { role: 'listbox', id: 'findings', tabindex: '0' })
  const rows = new Map<SceneFinding, HTMLLIElement>()
  let findings: readonly SceneFinding[] = []
  let chosen: SceneFinding | undefined
  let limit = PAGE
  let lang: Lang = 'zh'

  const nameOf = (index: number) => gridLabel(scene, index, lang)

  const row = (finding: SceneFinding) => {
    const item = make('li', {
      role: 'option',
      id: `finding-${finding.index}`,
      'aria-selected': 'false',
      'data-code': finding.code,
    })
    const heading = make('span', { class: 'kind' }, findingName(finding.code, lang))
    const size = make('span', { class: 'size' }, sizeOf(finding, lang))
    item.append(make('span', { class: 'first' }, make('i', { class: 'dot', 'aria-hidden': 'true' }), heading, size))
    item.append(make('span', { class: 'who' }, whoOf(finding, nameOf, lang)))
    item.append(make('span', { class: 'hint' }, finding.hint[lang]))
    item.addEventListener('click', () => (finding === chosen ? events.onCloser(finding) : events.onChoose(finding)))
    return item
  }

  const render = () => {
    rows.clear()
    root.replaceChildren()
    root.setAttribute('aria-label', TEXTS[lang].list)
    for (const finding of findings.slice(0, limit)) {
      const item = row(finding)
      rows.set(finding, item)
      root.append(item)
    }
    if (findings.length === 0 && scene.findings.length > 0)
      root.append(make('li', { class: 'none', role: 'presentation' }, TEXTS[lang].nothing))
    if (findings.length > limit) root.append(moreRow())
    mark()
  }

  const moreRow = () => {
    const rest = Math.min(PAGE, findings.length - limit)
    const more = button(
      { class: 'more' },
      () => {
        limit += PAGE
        render()
      },
      TEXTS[lang].more(countText(rest, lang)),
    )
    return make('li', { role: 'presentation' }, more)
  }

  const mark = () => {
    for (const [finding, item] of rows) item.setAttribute('aria-selected', String(finding === chosen))
    const item = chosen && rows.get(chosen)
    if (item) root.setAttribute('aria-activedescendant', item.id)
    else root.removeAttribute('aria-activedescendant')
    item?.scrollIntoView({ block: 'nearest' })
  }

  const at = (index: number) => {
    const finding = findings[Math.max(0, Math.min(findings.length - 1, index))]
    if (!finding) return
    if (findings.indexOf(finding) >= limit) {
      limit = Math.ceil((findings.indexOf(finding) + 1) / PAGE) * PAGE
      render()
    }
    events.onChoose(finding)
  }
  const here = () => (chosen ? findings.indexOf(chosen) : -1)
  const keys: Record<string, () => void> = {
    ArrowDown: () => at(here() + 1),
    ArrowUp: () => at(here() - 1),
    PageDown: () => at(here() + 10),
    PageUp: () => at(here() - 10),
    Home: () => at(0),
    End: () => at(findings.length - 1),
    Enter: () => (chosen ? events.onCloser(chosen) : at(0)),
    ' ': () => (chosen ? events.onCloser(chosen) : at(0)),
  }
  root.addEventListener('keydown', (event) => {
    const act = keys[event.key]
    if (!act || event.target !== root) return
    event.preventDefault()
    act()
  })

  return {
    root,
    show(next: readonly SceneFinding[], language: Lang) {
      findings = next
      lang = language
      limit = PAGE
      render()
    },
    choose(finding: SceneFinding | undefined) {
      chosen = finding
      mark()
    },
    step: (by: 1 | -1) => at(here() + by),
    /** All of them, for paper. */
    showAll() {
      limit = Infinity
      render()
    },
  }
}

export function gridLabel({ data }: Scene, index: number, lang: Lang): string {
  const grid = data.grids[index]
  return grid?.name?.[lang] ?? grid?.id ?? TEXTS[lang].noGrid
}

function sizeOf({ area, width, length }: SceneFinding, lang: Lang): string {
  const { wide, long } = TEXTS[lang]
  const word = (value: number, name: string) =>
    lang === 'zh' ? `${name} ${lengthText(value, lang)}` : `${lengthText(value, lang)} ${name}`
  return [
    ...(area > 0 ? [areaText(area, lang)] : []),
    ...(width > 0 ? [word(width, wide)] : []),
    ...(area === 0 && length > 0 ? [word(length, long)] : []),
  ].join(' · ')
}

const MOST = 6

function whoOf({ grids, parent }: SceneFinding, nameOf: (index: number) => string, lang: Lang): string {
  const { and, within } = TEXTS[lang]
  const names = grids.slice(0, MOST).map(nameOf).join(and) + (grids.length > MOST ? ` … (${grids.length})` : '')
  if (parent < 0) return names
  return lang === 'zh' ? `${names}（${within} ${nameOf(parent)}）` : `${names} (${within} ${nameOf(parent)})`
}
