// Which seats stay empty, and why.
import { countText } from '../figures.ts'
import { button, make } from '../page/elements.ts'
import { ROLE_NAMES } from '../roster-words.ts'
import type { PageSlot, RosterPageData } from './data.ts'
import { TEXTS } from './texts.ts'
import type { Lang } from './texts.ts'

const MOST = 100

export function createGaps(data: RosterPageData, { onChoose }: { onChoose: (slot: PageSlot) => void }) {
  const root = make('section', { class: 'gaps' })
  const all = data.slots.flatMap((slot) => slot.needs.flatMap((need) => (need.gap ? [{ slot, need, gap: need.gap }] : [])))
  return {
    root,
    say(lang: Lang) {
      const texts = TEXTS[lang]
      const items = all.slice(0, MOST).map(({ slot, need, gap }) => {
        const date = data.dates[slot.date]!
        const [, month, day] = date.split('-').map(Number)
        const when = `${texts.weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]} ${texts.date(month!, day!)} ${slot.from}–${slot.to}`
        const role = need.role === undefined ? '' : ` · ${ROLE_NAMES[need.role][lang]}`
        return make(
          'li',
          {},
          button(
            { class: 'gap' },
            () => onChoose(slot),
            make('b', {}, `${data.posts[slot.post]!}${role}`),
            make('span', { class: 'when' }, when),
            make('span', { class: 'why' }, gap.why[lang]),
          ),
        )
      })
      const left = all.length - items.length
      root.replaceChildren(
        make('h2', {}, texts.gaps),
        all.length === 0 ? make('p', { class: 'none' }, texts.allFilled) : make('ol', {}, ...items),
        ...(left > 0 ? [make('p', { class: 'none' }, `… ${countText(left, lang)}`)] : []),
      )
    },
  }
}
