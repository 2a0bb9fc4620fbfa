import { html, nothing } from 'lit'
import type { ReactiveControllerHost } from 'lit'
import type { CommandRefusal } from '@wangge/core/client'
import { failureWords } from '../failure-words.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { refusalWords } from '../refusal.ts'
import type { Words } from '../strings.ts'

/** Does one command at a time and keeps why the last was not taken. */
export class CommandController {
  /** Name of what is under way; empty for nothing. */
  busy = ''
  private readonly host: ReactiveControllerHost
  private readonly locale: () => Locale
  private readonly wordsOf: typeof refusalWords
  private refusal: { about: string; words: Words } | undefined

  /** @param wordsOf how a refusal is told: to oneself, unless it is said otherwise */
  constructor(host: ReactiveControllerHost, locale: () => Locale, wordsOf = refusalWords) {
    this.host = host
    this.locale = locale
    this.wordsOf = wordsOf
  }

  /** The result; a refusal is kept to be shown where `about` is, and whoever asks gets undefined. */
  async run<T extends { ok: true }>(about: string, send: () => Promise<T | CommandRefusal>): Promise<T | undefined> {
    if (this.busy) return undefined
    this.busy = about
    this.refusal = undefined
    this.host.requestUpdate()
    try {
      const result = await send()
      if (result.ok) return result
      const words = this.wordsOf(this.locale(), result.reason, 'detail' in result ? result.detail : {})
      this.refusal = { about, words }
    } catch (error) {
      this.refusal = { about, words: failureWords(this.locale(), error) }
    } finally {
      this.busy = ''
      this.host.requestUpdate()
    }
    return undefined
  }

  clear() {
    this.refusal = undefined
  }

  isRefused(about: string): boolean {
    return this.refusal?.about === about
  }

  /** Why it was not taken, for who listens too. */
  view(about: string): unknown {
    if (this.refusal?.about !== about) return nothing
    const { title, hint } = this.refusal.words
    return html`<div role="alert">${notice('bad', title, html`<p>${hint}</p>`)}</div>`
  }
}
