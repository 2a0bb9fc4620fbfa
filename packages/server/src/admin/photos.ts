import { nothingSchema } from '../schema.ts'
import { checkPhotos } from '../storage/check-photos.ts'
import { command } from './command.ts'
import { photoCheckSchema } from './photos-schema.ts'

export const PHOTO_COMMANDS = {
  'photos-check': command({
    summary: 'Reads every picture that is kept, and tells which are lost or changed',
    input: nothingSchema,
    output: photoCheckSchema,
    run: (context) => checkPhotos(context),
  }),
}
