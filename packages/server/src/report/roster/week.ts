// Posts by days: how far each shift is filled, and who does it.
import { countText } from '../figures.ts'
import { button, make } from '../page/elements.ts'
import { ROLE_NAMES } from '../roster-words.ts'
import type { PageNeed, PageSlot, RosterPageData } from './data.ts'
import { askedOf, filledOf, missingOf, wishedOf } from './slot-state.ts'
import { TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

/** Rows that are drawn at once, and with each more. */
const ROWS = 60

export function createWeek(data: RosterPageData) {
  const root = make('section', { class: 'week' })
  const search = make('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' })
  const onlyGaps = make('input', { type: 'checkbox', id: 'gaps-only' })
  const table = make('table')
  const rest = make('div', { class: 'rest' })
  const detail = make('section', { class: 'detail', 'aria-live': 'polite', tabindex: '-1' })
  const rows = rowsOf(data)
  const people = data.people.map((id) => id.toLowerCase())
  let lang: Lang = data.lang
  let most = ROWS
  let shown: PageSlot | undefined

  search.addEventListener('input', () => draw())
  onlyGaps.addEventListener('change', () => draw())
  detail.hidden = true

  function matching() {
    const wanted = search.value.trim().toLowerCase()
    const names = (slot: PageSlot) => slot.needs.some((need) => need.people.some((person) => people[person]!.includes(wanted)))
    return rows.filter(({ post, slots, missing }) => {
      if (onlyGaps.checked && missing === 0) return false
      return wanted === '' || data.posts[post]!.toLowerCase().includes(wanted) || slots.some(names)
    })
  }

  function draw(): void {
    const texts = TEXTS[lang]
    const found = matching()
    const head = make(
      'tr',
      {},
      make('th', { scope: 'col' }, texts.post),
      ...data.dates.map((date) => make('th', { scope: 'col' }, dayOf(date), make('small', {}, dateOf(date)))),
    )
    const body = found
      .slice(0, most)
      .map(({ post, slots }) =>
        make(
          'tr',
          {},
          make('th', { scope: 'row' }, data.posts[post]!),
          ...data.dates.map((_, date) => make('td', {}, ...slots.filter((slot) => slot.date === date).map((slot) => chip(slot)))),
        ),
      )
    table.replaceChildren(make('thead', {}, head), make('tbody', {}, ...body))
    const left = found.length - body.length
    rest.replaceChildren(
      ...(found.length === 0 ? [make('p', { class: 'none' }, texts.nothing)] : []),
      ...(left > 0
        ? [
            button(
              { class: 'more' },
              () => {
                most += ROWS
                draw()
              },
              texts.more(countText(Math.min(left, ROWS), lang)),
            ),
          ]
        : []),
    )
  }

  function chip(slot: PageSlot): HTMLElement {
    const texts = TEXTS[lang]
    const [filled, asked, wished] = [filledOf(slot), askedOf(slot), wishedOf(slot)]
    const missing = missingOf(slot)
    // The emptier, the stronger: five steps.
    const heat = missing === 0 ? 0 : Math.min(4, Math.ceil((missing / Math.max(1, asked)) * 4))
    const count = texts.of(countText(filled, lang), countText(Math.max(asked, wished), lang))
    const seats = make('span', { class: 'seats', 'aria-hidden': 'true' })
    const places = Math.max(asked, filled)
    if (places <= 8) {
      for (let place = 0; place < places; place++) seats.append(make('i', place < filled ? { class: 'taken' } : {}))
    }
    return button(
      {
        class: 'slot',
        'data-heat': String(heat),
        'aria-pressed': String(slot === shown),
      },
      () => show(slot),
      make(
        'span',
        { class: 'time' },
        unseen(`${data.posts[slot.post]!} ${dateOf(data.dates[slot.date]!)} `),
        slot.from,
        unseen(`–${slot.to} `),
      ),
      make('b', {}, count),
      seats,
    )
  }

  function show(slot: PageSlot): void {
    shown = slot
    draw()
    drawDetail()
    detail.focus({ preventScroll: true })
  }

  function drawDetail(): void {
    detail.hidden = shown === undefined
    if (!shown) return
    const texts = TEXTS[lang]
    const { post, date, from, to, needs } = shown
    const close = () => {
      shown = undefined
      draw()
      drawDetail()
    }
    const when = `${dayOf(data.dates[date]!)} ${dateOf(data.dates[date]!)} ${from}–${to}`
    detail.replaceChildren(
      make(
        'div',
        { class: 'top' },
        make('h2', {}, data.posts[post]!, make('small', {}, when)),
        button({ class: 'plain', 'aria-label': texts.close, title: texts.close }, close, '✕'),
      ),
      ...needs.filter(({ min, wish, people: own }) => min > 0 || wish > 0 || own.length > 0).map((need) => needText(need)),
    )
  }

  function needText(need: PageNeed): HTMLElement {
    const texts = TEXTS[lang]
    const { role, skills = [], min, people: own, gap } = need
    const who = [role === undefined ? texts.anybody : ROLE_NAMES[role][lang], ...skills].join(' · ')
    const names = own.length === 0 ? texts.nobody : own.map((person) => data.people[person]!).join(lang === 'zh' ? '、' : ', ')
    return make(
      'div',
      { class: 'need' },
      make('p', {}, make('b', {}, who), ` ${texts.of(countText(own.length, lang), countText(min, lang))}`),
      make('p', { class: 'names' }, names),
      ...(gap ? [make('p', { class: 'why' }, gap.why[lang])] : []),
    )
  }

  const dayOf = (date: string) => TEXTS[lang].weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]!
  const dateOf = (date: string) => {
    const [, month, day] = date.split('-').map(Number)
    return TEXTS[lang].date(month!, day!)
  }

  return {
    root,
    /** Opens a shift, and brings its row into view. */
    show(slot: PageSlot) {
      search.value = ''
      const at = matching().findIndex(({ post }) => post === slot.post)
      while (at >= most) most += ROWS
      show(slot)
      table.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'center', inline: 'center' })
    },
    showAll() {
      most = rows.length
      draw()
    },
    say(language: Lang) {
      lang = language
      const texts = TEXTS[lang]
      search.placeholder = texts.find
      search.setAttribute('aria-label', texts.find)
      const filters = make(
        'div',
        { class: 'filters' },
        make('h2', {}, texts.week),
        search,
        make('label', { for: 'gaps-only' }, onlyGaps, texts.gapsOnly),
      )
      root.replaceChildren(
        filters,
        detail,
        make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': texts.week }, table),
        rest,
      )
      draw()
      drawDetail()
    },
  }
}

/** For those who hear the page: what others see from the place of a thing. */
const unseen = (text: string) => make('span', { class: 'unseen' }, text)

/** Posts with gaps come first, those with the most of them before all. */
function rowsOf(data: RosterPageData) {
  const slots = new Map<number, PageSlot[]>()
  for (const slot of data.slots) slots.set(slot.post, [...(slots.get(slot.post) ?? []), slot])
  return [...slots]
    .map(([post, own]) => ({ post, slots: own, missing: own.reduce((sum, slot) => sum + missingOf(slot), 0) }))
    .sort((one, other) => other.missing - one.missing || one.post - other.post)
}
