import type { ReactiveControllerHost } from 'lit'
import type { Locale } from '../locale.ts'
import { MAX_PHOTOS } from './photo-field.ts'
import { preparePhoto } from './photo.ts'
import type { PreparedPhoto } from './photo.ts'

export interface PhotoBoxOptions {
  locale: () => Locale
  photos: () => readonly PreparedPhoto[]
  change: (photos: readonly PreparedPhoto[]) => void
}

/** Makes photos ready to be sent, one after the other: six full-size bitmaps at once are too much for a small phone. */
export class PhotoBox {
  preparing = false
  /** What is wrong with a file that was chosen last, in words. */
  error: string | undefined
  private readonly host: ReactiveControllerHost
  private readonly options: PhotoBoxOptions

  constructor(host: ReactiveControllerHost, options: PhotoBoxOptions) {
    this.host = host
    this.options = options
  }

  readonly add = async (files: File[]): Promise<void> => {
    const { locale, photos, change } = this.options
    const { t } = locale()
    const room = MAX_PHOTOS - photos().length
    this.error = files.length > room ? t.issue.photoTooMany(MAX_PHOTOS) : undefined
    this.prepare(true)
    for (const file of files.slice(0, room)) {
      try {
        const photo = await preparePhoto(file)
        change([...photos(), photo])
      } catch {
        this.error = t.issue.photoUnreadable(file.name)
      }
    }
    this.prepare(false)
  }

  private prepare(preparing: boolean) {
    this.preparing = preparing
    this.host.requestUpdate()
  }
}
