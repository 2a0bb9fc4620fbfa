import type { Localized } from '@wangge/core/schema'
import { GridFileError } from './grid-file.ts'

/** Text of a file: by its byte order mark, else UTF-8, else GB18030 (which holds GBK and GB2312), and that is told. @throws GridFileError */
export function decodeText(bytes: Uint8Array, file: string): { text: string; notes: Localized[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), notes: [] }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), notes: [] }
  const utf8 = decoded(bytes, 'utf-8')
  if (utf8 !== undefined) return { text: utf8, notes: [] }
  const gb = decoded(bytes, 'gb18030')
  if (gb !== undefined) return { text: gb, notes: [readAsGb18030(file)] }
  throw new GridFileError(`${file}: expected text in UTF-8 or GB18030, got bytes that are neither`)
}

export const readAsGb18030 = (file: string): Localized => ({
  zh: `${file} 不是 UTF-8，按 GB18030 读取`,
  en: `${file} is not UTF-8; it was read as GB18030`,
})

/** Undefined where the bytes are not in that encoding. */
export function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
