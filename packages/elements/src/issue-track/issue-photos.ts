import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Client } from '@wangge/core/client'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { paint } from '../photos/paint.ts'

/** Longest side that is shown, px. */
const SIDE = 900

/** `undefined` while it is fetched. */
export type ShownPhoto = HTMLCanvasElement | 'failed' | undefined

/**
 * Fetches the photos of one issue, each once, and draws them. On a canvas, so that a host page's `img-src` has no say in it,
 * and gone with the element: nothing of it is kept on the device.
 */
export class IssuePhotos implements ReactiveController {
  private readonly host: ReactiveControllerHost
  private readonly choose: () => { client: Client | undefined; receipt: string; photos: readonly PhotoRef[] }
  private shown = new Map<string, ShownPhoto>()
  private client: Client | undefined
  private receipt = ''

  constructor(host: ReactiveControllerHost, choose: IssuePhotos['choose']) {
    this.host = host
    this.choose = choose
    host.addController(this)
  }

  of({ sha256 }: PhotoRef): ShownPhoto {
    return this.shown.get(sha256)
  }

  retry(photo: PhotoRef) {
    this.shown.delete(photo.sha256)
    this.host.requestUpdate()
  }

  hostUpdate() {
    const { client, receipt, photos } = this.choose()
    if (client !== this.client || receipt !== this.receipt) this.shown = new Map()
    this.client = client
    this.receipt = receipt
    if (!client) return
    for (const photo of photos) if (!this.shown.has(photo.sha256)) void this.fetch(client, photo)
  }

  private async fetch(client: Client, photo: PhotoRef) {
    const { shown } = this
    shown.set(photo.sha256, undefined)
    shown.set(photo.sha256, await draw(client, this.receipt, photo).catch(() => 'failed' as const))
    if (shown === this.shown) this.host.requestUpdate()
  }
}

async function draw(client: Client, receipt: string, photo: PhotoRef): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(await client.issuePhoto({ receipt, photo }))
  try {
    return paint(picture, SIDE)
  } finally {
    picture.close()
  }
}
