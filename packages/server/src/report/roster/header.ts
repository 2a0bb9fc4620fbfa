// How it came out, and the switches.
import { countText } from '../figures.ts'
import { button, make } from '../page/elements.ts'
import { ENDED_NAMES } from '../roster-words.ts'
import type { RosterPageData } from './data.ts'
import { missingOf } from './slot-state.ts'
import { TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

export function createHeader(data: RosterPageData, { onLanguage }: { onLanguage: (lang: Lang) => void }) {
  const root = make('header')
  const missing = data.slots.reduce((sum, slot) => sum + missingOf(slot), 0)
  const assigned = data.slots.reduce((sum, { needs }) => sum + needs.reduce((all, need) => all + need.people.length, 0), 0)
  const isDark = () => {
    const set = document.documentElement.dataset.theme
    return set === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : set === 'dark'
  }

  const switches = (lang: Lang) => {
    const texts = TEXTS[lang]
    const theme = button(
      { class: 'plain' },
      () => {
        document.documentElement.dataset.theme = isDark() ? 'light' : 'dark'
        theme.textContent = isDark() ? texts.light : texts.dark
      },
      isDark() ? texts.light : texts.dark,
    )
    const other: Lang = lang === 'zh' ? 'en' : 'zh'
    const change = () => {
      onLanguage(other)
      root.querySelector<HTMLElement>('.switches button')?.focus()
    }
    return make(
      'div',
      { class: 'switches' },
      button({ class: 'plain', lang: other }, change, texts.language),
      theme,
      button({ class: 'plain' }, () => print(), texts.print),
    )
  }

  return {
    root,
    say(lang: Lang) {
      const texts = TEXTS[lang]
      const count = (value: number) => countText(value, lang)
      const at = new Date(data.at).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })
      const outcome =
        missing > 0
          ? make('p', { class: 'outcome found', role: 'status' }, texts.missing(count(missing)))
          : make('p', { class: 'outcome clean', role: 'status' }, make('b', {}, `✓ ${texts.filled}`))
      const share = `${(data.gap * 100).toFixed(data.gap < 0.01 ? 2 : 1)} %`
      const quality = data.ended === 'optimal' ? ENDED_NAMES.optimal[lang] : texts.quality(share)
      const figures = [
        texts.slots(count(data.slots.length)),
        texts.people(count(data.people.length)),
        texts.assigned(count(assigned)),
        quality,
        texts.made(at),
      ]
      const title = make('h1', {}, texts.heading, make('small', {}, data.title))
      root.replaceChildren(
        make('div', { class: 'top' }, title, switches(lang)),
        outcome,
        make('p', { class: 'figures' }, ...figures.map((part) => make('span', {}, part))),
      )
    },
  }
}
