import type { Localized } from '@wangge/core/schema'

export type Language = keyof Localized

/** Open311 speaks one language at a time: the first of ours that the caller accepts, else Chinese. */
export function languageOf({ headers }: Pick<Request, 'headers'>): Language {
  const [first] = /\b(zh|en)\b/i.exec(headers.get('accept-language') ?? '') ?? []
  return first?.toLowerCase() === 'en' ? 'en' : 'zh'
}
