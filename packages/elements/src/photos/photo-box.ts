import type { ReactiveControllerHost } from 'lit'
import type { Locale } from '../locale.ts'
import { MAX_PHOTOS } from './photo-field.ts'
import { preparePhoto, readyPhoto } from './photo.ts'
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

  /** Photos that were made ready before; one that cannot be opened is left out, and that is said. */
  async ready(blobs: readonly Blob[]): Promise<PreparedPhoto[]> {
    const { t } = this.options.locale()
    const photos: PreparedPhoto[] = []
    this.error = undefined
    for (const [index, blob] of blobs.entries()) {
      await readyPhoto(blob).then(
        (photo) => photos.push(photo),
        () => (this.error = t.issue.photoUnreadable(t.issue.photo(index + 1))),
      )
    }
    return photos
  }

  remove(photo: PreparedPhoto) {
    const { photos, change } = this.options
    this.error = undefined
    change(photos().filter((other) => other !== photo))
  }

  private prepare(preparing: boolean) {
    this.preparing = preparing
    this.host.requestUpdate()
  }
}
