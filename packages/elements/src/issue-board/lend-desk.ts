import type { Client } from '@wangge/core/client'
import type { Locale } from '../locale.ts'
import type { OutboxController } from '../controllers/outbox-controller.ts'
import type { BoardData } from './board-data.ts'
import type { Desk } from './desk.ts'
import { gridName, placeName } from './names.ts'

export interface LendOptions extends Pick<Desk, 'host' | 'open' | 'acted'> {
  client: () => Client | undefined
  locale: () => Locale
  outbox: OutboxController
}

/** What the parts of the board work with; read anew each time they look. */
export function lendDesk(data: BoardData, { host, open, acted, client, locale, outbox }: LendOptions): Desk {
  const names = () => ({ tree: data.tree, locale: locale() })
  return {
    host,
    open,
    acted,
    get client() {
      return client()
    },
    get locale() {
      return locale()
    },
    get now() {
      return data.now
    },
    get isDurable() {
      return outbox.view.durable
    },
    get tree() {
      return data.tree
    },
    get rows() {
      return data.all
    },
    get isPart() {
      return data.isPart
    },
    get counts() {
      return data.counts
    },
    get organisations() {
      return data.organisations
    },
    rowOf: (id) => data.byId.get(id),
    categoryOf({ categoryId, categoryName }) {
      const name = categoryName ?? data.categories.find(({ id }) => id === categoryId)?.name
      return name ? locale().text(name) : locale().t.board.unknownCategory
    },
    gridName: (id) => gridName(id, names()),
    placeOf: (gridPath) => placeName(gridPath, names()),
    holderOf(holder) {
      if (!holder) return ''
      const { gridId, orgId, role } = holder
      const of = gridId === undefined ? data.organisationNames.get(orgId ?? '') : gridName(gridId, names())
      return [locale().t.board.roles[role], of].filter(Boolean).join(' · ')
    },
    stepsOf: (issueId) => outbox.view.entries.filter(({ kind, subject }) => kind === 'issue-step' && subject === issueId),
  }
}
