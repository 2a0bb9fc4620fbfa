// The page's own program: puts the header, the list and the map together and keeps them in step.
import { FINDING_CODES } from '../words.ts'
import type { PageData } from './data.ts'
import type { Ink } from './draw.ts'
import { make } from './elements.ts'
import { createControls } from './controls.ts'
import { createHeader } from './header.ts'
import { createList, gridLabel } from './list.ts'
import { createMap } from './map.ts'
import { createScene } from './scene.ts'
import type { SceneFinding } from './scene.ts'
import type { Lang } from './texts.ts'
import { TEXTS } from './texts.ts'

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData
const scene = createScene(data)
const state = {
  lang: data.lang as Lang,
  code: undefined as string | undefined,
  text: '',
  chosen: undefined as SceneFinding | undefined,
}

const canvas = make('canvas', { tabindex: '0', role: 'application' })
const list = createList(scene, { onChoose: choose, onCloser: (finding) => map.closeUp(finding) })
const controls = createControls(scene, {
  onZoom: (factor) => map.zoomBy(factor),
  onFit: () => map.fit(),
  onStep: (by) => list.step(by),
  onCloser: () => state.chosen && map.closeUp(state.chosen),
})
const map = createMap(canvas, scene, {
  onPick: choose,
  onStep: (by) => list.step(by),
  onPoint: controls.point,
  onView: controls.view,
})
const header = createHeader(scene, {
  onLanguage: (lang) => {
    state.lang = lang
    say()
  },
  onTheme: paint,
  onFilter: (filter) => {
    Object.assign(state, filter)
    filterFindings()
  },
})

function choose(finding: SceneFinding): void {
  state.chosen = finding
  list.choose(finding)
  controls.choose(finding)
  map.show({ chosen: finding })
  map.goTo(finding)
}

function filterFindings(): void {
  const wanted = state.text.trim().toLowerCase()
  const isNamed = ({ grids, parent }: SceneFinding) => [...grids, parent].some((index) => searchable(index).includes(wanted))
  const findings = scene.findings
    .filter(({ code }) => state.code === undefined || code === state.code)
    .filter((finding) => wanted === '' || isNamed(finding))
    .sort((a, b) => FINDING_CODES.indexOf(a.code) - FINDING_CODES.indexOf(b.code) || b.area - a.area || b.length - a.length)
  if (state.chosen && !findings.includes(state.chosen)) {
    state.chosen = undefined
    controls.choose(undefined)
  }
  list.show(findings, state.lang)
  list.choose(state.chosen)
  map.show({ findings, chosen: state.chosen })
}

function searchable(index: number): string {
  const grid = data.grids[index]
  return grid ? `${grid.id} ${grid.name?.zh ?? ''} ${grid.name?.en ?? ''}`.toLowerCase() : ''
}

/** Everything in the chosen language. */
function say(): void {
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en'
  canvas.setAttribute('aria-label', TEXTS[state.lang].map)
  header.say(state.lang)
  controls.say(state.lang)
  map.show({ name: ({ index }) => gridLabel(scene, index, state.lang) })
  filterFindings()
}

/** The colours of the style sheet, as the canvas needs them. */
function paint(): void {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const ink: Ink = {
    ground: colour('--map'),
    tints: [0, 1, 2, 3].map((index) => colour(`--tint-${index}`)),
    borders: [0, 1, 2, 3].map((index) => colour(`--border-${index}`)),
    text: colour('--ink'),
    halo: colour('--surface'),
    fault: colour('--danger'),
    faultSoft: colour('--fault-soft'),
    chosen: colour('--chosen'),
    marked: colour('--danger'),
    font: style.fontFamily,
  }
  map.paintWith(ink)
}

const panel = make('section', { class: 'panel' }, header.filters, list.root)
const stage = make('section', { class: 'stage' }, canvas, ...controls.parts)
const main = make('main', scene.findings.length === 0 ? { class: 'clean' } : {}, panel, stage)
document.body.append(header.root, main)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint)
addEventListener('beforeprint', () => {
  document.documentElement.dataset.printing = ''
  list.showAll()
  paint()
  map.drawNow()
})
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.printing
  paint()
  map.drawNow()
})
say()
paint()
