import type { PhotoRef } from '@wangge/core/issue/schema'
import type { Context } from '../context.ts'
import { notFound } from '../problem.ts'
import { readPhoto } from '../storage/photos.ts'

export const PHOTO_TYPES: readonly PhotoRef['type'][] = ['image/jpeg', 'image/png', 'image/webp']

/** The answer with a photo, as the API describes it. */
export const PICTURE = { description: 'The picture', type: 'image/jpeg', alsoAs: ['image/png', 'image/webp'] } as const

/**
 * One of the photos that the caller may see, as bytes.
 * @throws ProblemError 404 `unknown-photo`; PhotoLostError, PhotoStoreError
 */
export async function photoAnswer(
  context: Pick<Context, 'db' | 'districtId' | 'photoStore'>,
  sha256: string,
  shown: readonly PhotoRef[],
): Promise<Response> {
  const photo = shown.some((one) => one.sha256 === sha256) ? await readPhoto(context, sha256) : undefined
  if (!photo) throw notFound('unknown-photo', 'There is no such photo')
  const headers = {
    'content-type': photo.type,
    // It may be erased, and whoever looked at it may leave: nobody keeps it, this device neither.
    'cache-control': 'no-store',
  }
  return new Response(photo.bytes, { status: 200, headers })
}
