// What lies on the map: its buttons, the scale, and what is under the pointer.
import { lengthText } from '../figures.ts'
import { button, drawing, make } from './elements.ts'
import { gridLabel } from './list.ts'
import type { Scene, SceneFinding, SceneGrid } from './scene.ts'
import { TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'
import type { View } from './view.ts'

export interface ControlEvents {
  onZoom(factor: number): void
  onFit(): void
  onStep(by: 1 | -1): void
  onCloser(): void
}

const FACTOR = 1.6
const CORNERS = 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4'
/** Pixels that the scale takes at most. */
const LONGEST = 120

export function createControls(scene: Scene, { onZoom, onFit, onStep, onCloser }: ControlEvents) {
  const { origin, perMetre, crs } = scene.data
  let lang: Lang = scene.data.lang
  const tools = make('div', { class: 'tools' })
  const steps = make('div', { class: 'steps' })
  const bar = make('i')
  const barText = make('span')
  const pointed = make('span', { class: 'pointed' })
  const foot = make('div', { class: 'foot' }, make('span', { class: 'scale' }, barText, bar), pointed)
  let chosen: SceneFinding | undefined

  const tool = (sign: string | Node, name: string, act: () => void) => button({ 'aria-label': name, title: name }, act, sign)

  const renderSteps = () => {
    const texts = TEXTS[lang]
    const { previous, next, closer } = texts
    const isFocused = steps.contains(document.activeElement) ? [...steps.children].indexOf(document.activeElement!) : -1
    steps.replaceChildren(
      ...(scene.findings.length > 0 ? [tool('‹', previous, () => onStep(-1)), tool('›', next, () => onStep(1))] : []),
      ...(chosen?.spot ? [button({ class: 'primary' }, onCloser, closer)] : []),
    )
    ;(steps.children[isFocused] as HTMLElement | undefined)?.focus()
  }

  return {
    parts: [tools, steps, foot],
    say(language: Lang) {
      lang = language
      const { zoomIn, zoomOut, fit } = TEXTS[lang]
      tools.replaceChildren(
        tool('+', zoomIn, () => onZoom(FACTOR)),
        tool('−', zoomOut, () => onZoom(1 / FACTOR)),
        tool(drawing(CORNERS), fit, onFit),
      )
      renderSteps()
    },
    choose(finding: SceneFinding | undefined) {
      chosen = finding
      renderSteps()
      if (!finding?.spot) pointed.textContent = ''
      else pointed.textContent = placeText(finding.spot)
    },
    view({ scale }: View) {
      const metres = roundBelow(LONGEST / scale)
      bar.style.inlineSize = `${metres * scale}px`
      barText.textContent = lengthText(metres, lang)
    },
    point(ground: readonly [number, number], grids: readonly SceneGrid[]) {
      const names = grids.map(({ index }) => gridLabel(scene, index, lang)).join(' › ')
      pointed.textContent = `${placeText(ground)}  ${names || TEXTS[lang].outside}`
    },
  }

  function placeText([x, y]: readonly [number, number]): string {
    const digits = crs === 'planar' ? 2 : 7
    return `${(origin[0] + x * perMetre[0]).toFixed(digits)}, ${(origin[1] + y * perMetre[1]).toFixed(digits)}`
  }
}

/** 1, 2 or 5 times a power of ten. */
function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [5, 2, 1].map((times) => times * power).find((round) => round <= value) ?? power
}
