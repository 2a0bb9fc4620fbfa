import { backoff } from '@wangge/core'
import type { Language } from './client-context.ts'
import type { Strings } from './strings.ts'
import { warnOnce } from './warn-once.ts'

/** Each language's words are a file of their own: a page fetches those of the languages that are shown on it. */
const CATALOGUES: Record<Language, () => Promise<Strings>> = {
  zh: async () => (await import('./strings/zh.ts')).zh,
  en: async () => (await import('./strings/en.ts')).en,
}

/** Longest wait before words that could not be fetched are asked for again, in milliseconds. */
const LONGEST_WAIT_MS = 60_000

const here = new Map<Language, Strings>()
const coming = new Map<Language, Promise<void>>()

/** The words of a language, once they are here. */
export function wordsOf(language: Language): Strings | undefined {
  return here.get(language)
}

/** Fetches the words of a language, once for all elements; resolves when they are here, however often they have to be asked for. */
export function fetchWords(language: Language): Promise<void> {
  let fetching = coming.get(language)
  if (!fetching) coming.set(language, (fetching = untilHere(language)))
  return fetching
}

async function untilHere(language: Language): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      here.set(language, await CATALOGUES[language]())
      return
    } catch (error) {
      warnOnce(`The words of "${language}" could not be fetched; they are asked for again: ${String(error)}`)
      await pause(backoff(failures, Math.random, { maxMs: LONGEST_WAIT_MS }))
    }
  }
}

/** For so long, or until the device is back on the network. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    addEventListener('online', done)
  })
}
