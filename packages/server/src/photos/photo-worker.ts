import { parentPort } from 'node:worker_threads'
import { encodeAnew } from './encode-anew.ts'
import type { RawPhoto } from './encode-anew.ts'

/** What a thread says of the photo it was given. */
export type Encoded = { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; message: string }

parentPort!.on('message', (photo: RawPhoto) => {
  let encoded: Encoded
  try {
    encoded = { ok: true, bytes: encodeAnew(photo) }
  } catch (error) {
    // A trap of the sandbox as well as an error: both say that it is no picture the decoder knows.
    encoded = { ok: false, message: String(error) }
  }
  parentPort!.postMessage(encoded, encoded.ok ? [encoded.bytes.buffer] : [])
})
