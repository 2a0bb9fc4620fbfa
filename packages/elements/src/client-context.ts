import { createContext } from '@lit/context'
import type { Client } from '@wangge/core/client'

export type Language = 'zh' | 'en'
export type Theme = 'light' | 'dark' | 'auto'

/** What `<wg-provider>` hands to all elements within. */
export interface Provided {
  client: Client | undefined
  lang: string
  theme: Theme | undefined
}

/** A registered symbol, so that two copies of this package on one page share a provider. */
export const clientContext = createContext<Provided>(Symbol.for('@wangge/elements/client'))
