import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import type { Desk } from './desk.ts'

/** Longest side of a picture as it is drawn, px. */
const MAX_SIDE = 1280

/** Photos of the issue that is open: drawn on a canvas, for a page's `img-src` has no say in it; nothing of them is kept. */
export class IssuePhotos {
  private readonly desk: Desk
  private issueId = ''
  private drawn = new Map<string, HTMLCanvasElement | 'failed' | 'coming'>()
  private large = ''

  constructor(desk: Desk) {
    this.desk = desk
  }

  render(issueId: string, photos: readonly PhotoRef[]): TemplateResult | typeof nothing {
    if (issueId !== this.issueId) {
      this.issueId = issueId
      this.drawn = new Map()
      this.large = ''
    }
    if (photos.length === 0) return nothing
    for (const photo of photos) if (!this.drawn.has(photo.sha256)) void this.fetch(photo)
    return html`<ul class="pictures">
      ${photos.map((photo, index) => html`<li class=${this.large === photo.sha256 ? 'large' : ''}>${this.picture(photo, index)}</li>`)}
    </ul>`
  }

  private picture({ sha256 }: PhotoRef, index: number) {
    const { t, number } = this.desk.locale
    const drawn = this.drawn.get(sha256)
    if (drawn === 'failed') return html`<span class="no-picture small muted">${t.board.photoFailed}</span>`
    const toggle = () => {
      this.large = this.large === sha256 ? '' : sha256
      this.desk.host.requestUpdate()
    }
    return html`<button
      type="button"
      class="picture"
      aria-label=${t.board.photo(number(index + 1))}
      aria-expanded=${ariaBool(this.large === sha256)}
      @click=${toggle}
    >
      ${drawn instanceof HTMLCanvasElement ? drawn : html`<span class="hidden-visually">${number(index + 1)}</span>`}
    </button>`
  }

  private async fetch(photo: PhotoRef) {
    const { client, host } = this.desk
    const { issueId, drawn } = this
    if (!client) return
    drawn.set(photo.sha256, 'coming')
    try {
      drawn.set(photo.sha256, await draw(await client.issuePhoto({ issueId, photo })))
    } catch {
      // Without a connection, or erased meanwhile: said in its place.
      drawn.set(photo.sha256, 'failed')
    }
    host.requestUpdate()
  }
}

async function draw(photo: Blob): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(photo)
  try {
    const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return canvas
  } finally {
    picture.close()
  }
}
