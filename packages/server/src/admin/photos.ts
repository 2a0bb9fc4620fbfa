import { nothingSchema } from '../schema.ts'
import { checkPhotos } from '../storage/check-photos.ts'
import { movePhotos } from '../storage/move-photos.ts'
import { command, OWNER } from './command.ts'
import { movePhotosSchema, photoCheckSchema, photoMoveSchema } from './photos-schema.ts'

export const PHOTO_COMMANDS = {
  'photos-check': command({
    summary: 'Reads every picture that is kept, and tells which are lost or changed',
    input: nothingSchema,
    output: photoCheckSchema,
    run: (context) => checkPhotos(context),
  }),
  'photos-move': command({
    summary:
      'Takes a part of the pictures out of the database and into the store beside it, each held to its hash before the old copy goes',
    input: movePhotosSchema,
    output: photoMoveSchema,
    run: (context, input, actor = OWNER, onProgress?) => movePhotos(context, { ...input, actor, onProgress }),
  }),
}
