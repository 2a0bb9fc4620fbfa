import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Client } from '@wangge/core/client'
import type { GridOutlines, GridRecord } from '@wangge/core/grid/schema'
import type { SlotView } from '@wangge/core/roster/schema'
import { ariaBool } from '../aria.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { drawOutlines } from '../outline-map/outline-map.ts'
import type { OutlineMap } from '../outline-map/outline-map.ts'
import { icons } from '../icons.ts'
import { blank, skeleton } from '../panels.ts'
import { distanceWords, metresTo } from './distance.ts'
import { NearPart } from './near-part.ts'
import { postMap } from './post-map.ts'
import type { Marker } from './post-map.ts'
import { filterSlots, NO_FILTER, slotFilterView } from './slot-filter.ts'
import type { Filtered, SlotFilter } from './slot-filter.ts'
import { slotList } from './slot-list.ts'
import type { Stage } from './stage.ts'
import { weekTable } from './week-table.ts'

/** Slots of a day that are shown at first, and more at each wish. */
const PAGE = 20

const VIEWS = ['list', 'week', 'map'] as const

export interface ShiftsViewOptions {
  isShown: () => boolean
  choose: (slotId: string) => void
}

/** The week's free slots as a list by day, as a table of the week, or on a map; by kind, community and distance. */
export class ShiftsView {
  private readonly stage: Stage
  private readonly choose: (slotId: string) => void
  private readonly outlines: ResourceController<GridOutlines>
  private readonly nearby: NearPart
  private filter: SlotFilter = NO_FILTER
  /** Start of the shifts that are looked at; empty for the whole day. */
  private time = ''
  private view: (typeof VIEWS)[number] = 'list'
  private shown = PAGE
  private activeMarker = ''
  private chosenPost = ''
  private drawn: { outlines: GridOutlines; map: OutlineMap | undefined } | undefined

  constructor(stage: Stage, { isShown, choose }: ShiftsViewOptions) {
    this.stage = stage
    this.choose = choose
    this.nearby = new NearPart(stage, (isFound) =>
      this.change(() => {
        const { communityId: _, ...filter } = this.filter
        if (isFound) this.filter = filter
        this.shown = PAGE
        this.chosenPost = ''
      }),
    )
    this.outlines = new ResourceController(
      stage.host,
      () => [stage.client, isShown() && this.view === 'map' ? this.mapGrid : ''],
      (client: Client, gridId) => client.gridOutlines(gridId),
    )
  }

  reset() {
    this.filter = NO_FILTER
    this.time = ''
    this.shown = PAGE
    this.chosenPost = ''
  }

  render(all: readonly SlotView[]): TemplateResult {
    const { stage } = this
    const { locale, pathOf, isOpen } = stage
    const { t } = locale
    const mine = stage.mine.filter(({ state }) => state !== 'cancelled')
    // What closes while the page is open goes; what is one's own or was cancelled stays to be seen.
    const slots = all.filter((slot) => slot.cancelled || mine.some(({ slotId }) => slotId === slot.id) || isOpen(slot))
    const communities = new Map(slots.flatMap((slot) => pathOf(slot.post.gridId).slice(1, 2)).map((grid) => [grid.id, grid]))
    const filter = { ...this.filter, communityId: this.communityIn(communities) }
    const within = this.nearby.within(slots)
    const filtered = filterSlots(locale, within, filter, (slot) => this.communityOf(slot)?.id)
    const wanted = this.time ? filtered.slots.filter(({ startsAt }) => locale.time(startsAt) === this.time) : filtered.slots
    return html`<div class="views">
        <div class="switch" role="group" aria-label=${t.signup.view}>
          ${VIEWS.map(
            (view) =>
              html`<button
                type="button"
                data-view=${view}
                aria-pressed=${ariaBool(this.view === view)}
                @click=${() => this.change(() => (this.view = view))}
              >
                ${t.signup.views[view]}
              </button>`,
          )}
        </div>
        ${this.nearby.button()}
      </div>
      <p class="small ${this.nearby.hasFailed ? 'error' : 'muted'}" role="status">${this.nearby.words(slots)}</p>
      ${slotFilterView(locale, {
        filter,
        filtered,
        kinds: [...new Set(slots.map(({ post }) => post.kind))],
        communities: [...communities.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
        hasDays: this.view !== 'week',
        also: this.nearby.reachField(),
        change: (patch) =>
          this.change(() => {
            this.filter = { ...this.filter, ...patch }
            this.time = ''
            this.shown = PAGE
            this.chosenPost = ''
          }),
      })}
      ${
        this.view === 'week'
          ? this.weekView(within, filter)
          : this.view === 'map'
            ? this.mapView(filtered, filter)
            : html`${this.timeView()} ${this.listView(wanted)}`
      }`
  }

  private communityIn(communities: ReadonlyMap<string, GridRecord>): string {
    const { pathOf, home } = this.stage
    const own = pathOf(home)[1]?.id ?? ''
    return this.filter.communityId ?? (communities.has(own) && !this.nearby.near ? own : '')
  }

  private communityOf(slot: SlotView): GridRecord | undefined {
    return this.stage.pathOf(slot.post.gridId)[1]
  }

  private timeView() {
    const { t } = this.stage.locale
    if (!this.time) return nothing
    return html`<p class="only small">
      <span>${t.signup.onlyAt(this.time)}</span>
      <button type="button" class="button quiet" @click=${() => this.change(() => (this.time = ''))}>${t.signup.allTimes}</button>
    </p>`
  }

  private listView(slots: readonly SlotView[]) {
    const { stage } = this
    const { t } = stage.locale
    if (slots.length === 0) return blank(t.signup.noneSuch, t.signup.noneSuchHint)
    return html`${this.slotsView(this.nearby.sorted(slots).slice(0, this.shown))}
    ${
      slots.length > this.shown
        ? html`<button type="button" class="button more" @click=${() => this.change(() => (this.shown += PAGE))}>
            ${t.signup.more(slots.length - this.shown)}
          </button>`
        : nothing
    }`
  }

  private slotsView(slots: readonly SlotView[]) {
    const { stage, choose } = this
    const { isOpen } = stage
    const { near } = this.nearby
    const mine = stage.mine.filter(({ state }) => state !== 'cancelled')
    return slotList(stage.locale, {
      slots,
      mine: (slotId) => mine.find((own) => own.slotId === slotId),
      placeOf: (slot) => stage.placeOf(slot),
      isOpen,
      prospectOf: stage.prospectOf.bind(stage),
      choose,
      distanceOf: near ? (slot) => distanceWords(stage.locale, metresTo(near.position, slot)) : undefined,
    })
  }

  private weekView(slots: readonly SlotView[], { kind, communityId }: SlotFilter) {
    const { locale } = this.stage
    const { near } = this.nearby
    const wanted = slots
      .filter(({ post }) => !kind || post.kind === kind)
      .filter((slot) => !communityId || this.communityOf(slot)?.id === communityId)
    if (wanted.length === 0) return blank(locale.t.signup.noneSuch, locale.t.signup.noneSuchHint)
    const choose = (day: string, time: string) =>
      void this.stage.show(() => {
        this.view = 'list'
        this.filter = { ...this.filter, day }
        this.time = time
        this.shown = PAGE
      }, '#slots-title')
    const metresOf = near && ((slot: SlotView) => metresTo(near.position, slot))
    return weekTable(locale, { slots: wanted, choose, metresOf })
  }

  private get mapGrid(): string {
    const root = this.stage.pathOf(this.stage.home)[0]?.id ?? ''
    return this.shownCommunity || root
  }

  /** As `communityIn` has it, for the outlines. */
  private get shownCommunity(): string {
    const { stage } = this
    const communities = new Map(
      stage.slots.flatMap((slot) => this.communityOf(slot) ?? []).map((community) => [community.id, community]),
    )
    return this.communityIn(communities)
  }

  private mapView({ slots }: Filtered, { communityId }: SlotFilter) {
    const { stage } = this
    const { locale, pathOf } = stage
    const { t, text } = locale
    const { data } = this.outlines
    if (this.outlines.pending) return skeleton(locale, 4)
    if (data && this.drawn?.outlines !== data) this.drawn = { outlines: data, map: drawOutlines(data) }
    const map = data && this.drawn?.map
    if (!map) return html`${blank(t.signup.mapEmpty)} ${this.listView(slots)}`
    const markers = communityId ? this.postMarkers(map, slots) : this.communityMarkers(map, slots)
    const chosen = communityId ? slots.filter(({ post }) => post.id === this.chosenPost) : []
    const { near } = this.nearby
    const name = pathOf(this.mapGrid).at(-1)?.name
    return html`${
      communityId
        ? html`<button type="button" class="button quiet back" id="map-all" @click=${() => this.change(() => this.lookAt(''))}>
            ${icons.back()}${t.signup.mapAll}
          </button>`
        : nothing
    }
    ${postMap(locale, {
      map,
      markers,
      name: name ? text(name) : '',
      active: this.activeMarker,
      chosen: this.chosenPost,
      here: near,
      hint: communityId ? t.signup.mapChoosePost : t.signup.mapChoose,
      activate: (id) => this.change(() => (this.activeMarker = id)),
      choose: (id) =>
        communityId ? this.change(() => (this.chosenPost = id)) : void stage.show(() => this.lookAt(id), '#map-all'),
    })}
    ${chosen.length > 0 ? this.slotsView(chosen) : near ? this.listView(slots) : nothing}`
  }

  private lookAt(communityId: string) {
    this.filter = { ...this.filter, communityId }
    this.chosenPost = ''
    this.activeMarker = ''
  }

  private postMarkers({ project }: OutlineMap, slots: readonly SlotView[]): Marker[] {
    const { text } = this.stage.locale
    const markers = new Map<string, Marker>()
    for (const slot of slots) {
      const { id, name, position } = slot.post
      if (!position) continue
      const marker = markers.get(id) ?? { id, name: text(name), free: 0, centre: project(position) }
      markers.set(id, { ...marker, free: marker.free + freeSeats(slot) })
    }
    return [...markers.values()]
  }

  private communityMarkers({ shapes }: OutlineMap, slots: readonly SlotView[]): Marker[] {
    const { text } = this.stage.locale
    const free = new Map<string, number>()
    for (const slot of slots) {
      const id = this.communityOf(slot)?.id
      if (id !== undefined) free.set(id, (free.get(id) ?? 0) + freeSeats(slot))
    }
    return shapes.flatMap(({ id, name, centre }) => {
      const seats = free.get(id)
      return seats === undefined ? [] : [{ id, name: text(name), free: seats, centre }]
    })
  }

  private change(change: () => void) {
    change()
    this.stage.host.requestUpdate()
  }
}

const freeSeats = ({ capacity, seated, cancelled }: SlotView): number => (cancelled ? 0 : Math.max(0, capacity - seated))
