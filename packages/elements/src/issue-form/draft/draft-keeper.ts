import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { Address } from '@wangge/core/grid'
import type { ReportDraft } from '@wangge/core/issue/schema'
import { EMPTY_DRAFT } from './draft.ts'
import type { Draft } from './draft.ts'

/** What is typed is kept when no key was pressed for so long, ms. */
const PAUSE_MS = 400

/** Keeps what is being written over a reload, and gives it back once. Where the device keeps nothing, nothing is lost by it. */
export class DraftKeeper implements ReactiveController {
  /** What is shown was found on the device. */
  restored = false
  private readonly host: ReactiveControllerHost
  private readonly choose: () => Client | undefined
  private readonly restore: (draft: Partial<Draft>) => void
  private client: Client | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private unkept: Draft | undefined

  constructor(host: ReactiveControllerHost, choose: () => Client | undefined, restore: (draft: Partial<Draft>) => void) {
    this.host = host
    this.choose = choose
    this.restore = restore
    host.addController(this)
  }

  hostUpdate() {
    const client = this.choose()
    if (client === this.client) return
    this.client = client
    if (client) void this.recall(client)
  }

  hostConnected() {
    document.addEventListener('visibilitychange', this.onHidden)
  }

  hostDisconnected() {
    document.removeEventListener('visibilitychange', this.onHidden)
    this.flush()
  }

  keep(draft: Draft) {
    this.unkept = draft
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), PAUSE_MS)
  }

  forget() {
    clearTimeout(this.timer)
    this.unkept = undefined
    this.restored = false
    void this.client?.reportDraft.forget().catch(() => {})
  }

  /** A phone may take the page's memory while its camera is open. */
  private readonly onHidden = () => {
    if (document.visibilityState === 'hidden') this.flush()
  }

  private flush() {
    clearTimeout(this.timer)
    const draft = this.unkept
    this.unkept = undefined
    if (!draft) return
    const kept = toKept(draft)
    void (isEmpty(kept) ? this.client?.reportDraft.forget() : this.client?.reportDraft.keep(kept))?.catch(() => {})
  }

  private async recall(client: Client) {
    const kept = await client.reportDraft.read().catch(() => undefined)
    // Who was faster than the store goes on with what they have typed.
    if (!kept || this.unkept || client !== this.client) return
    const { address, pin, ...rest } = kept
    this.restored = true
    this.restore({
      ...rest,
      address: address && withoutUndefined(address),
      pin: pin && { position: pin, crs: 'wgs84' },
    })
    this.host.requestUpdate()
  }
}

/** As it was chosen: a building whose place on the map is not known has no position. */
const withoutUndefined = ({ position, ...address }: NonNullable<ReportDraft['address']>): Address =>
  position ? { ...address, position } : address

function toKept({
  topCategoryId,
  categoryId,
  attributes,
  description,
  placeBy,
  grids,
  address,
  pin,
  coarse,
  placeText,
}: Draft): ReportDraft {
  const lists = Object.entries(attributes).map(([code, value]) => [code, typeof value === 'string' ? value : [...value]] as const)
  return {
    ...{
      topCategoryId,
      categoryId,
      attributes: Object.fromEntries(lists),
      description,
      placeBy,
      grids: [...grids],
      coarse,
      placeText,
    },
    ...(address && { address }),
    ...(pin && { pin: pin.position }),
  }
}

const EMPTY = JSON.stringify(toKept(EMPTY_DRAFT))
const isEmpty = (kept: ReportDraft) => JSON.stringify(kept) === EMPTY

/** Whether nothing was filled in, photos among it. */
export const isUntouched = (draft: Draft): boolean => draft.photos.length === 0 && isEmpty(toKept(draft))
