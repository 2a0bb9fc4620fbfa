import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Language } from '../client-context.ts'
import { languageFor, localeFor } from '../locale.ts'
import type { Locale } from '../locale.ts'
import { fetchWords, wordsOf } from '../words.ts'

const listeners = new Set<() => void>()
let observer: MutationObserver | undefined

/** One observer for the page tells all elements that a `lang` has changed somewhere above them. */
function watchLang(listener: () => void): () => void {
  listeners.add(listener)
  observer ??= new MutationObserver(() => listeners.forEach((tell) => tell()))
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true })
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) observer?.disconnect()
  }
}

function ancestorLang(element: Element): string {
  for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) {
    const lang = node instanceof Element ? node.getAttribute('lang') : undefined
    if (lang) return lang
  }
  return ''
}

/**
 * The element's language: its own `lang`, else the provider's, else the nearest ancestor's, else Chinese. While the words of a
 * new language are on their way the element goes on in the one it has.
 */
export class LocaleController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement
  private readonly provided: () => string | undefined
  private unwatch: (() => void) | undefined
  private shown: Language | undefined
  private awaited: Language | undefined

  constructor(host: ReactiveControllerHost & HTMLElement, provided: () => string | undefined) {
    this.host = host
    this.provided = provided
    host.addController(this)
  }

  get value(): Locale {
    const { wanted } = this
    return localeFor(wordsOf(wanted) ? wanted : (this.shown ?? wanted))
  }

  /** What the host's first update waits for: without words there is nothing to show. Undefined where there are some. */
  get arriving(): Promise<void> | undefined {
    const { wanted } = this
    if (wordsOf(wanted)) {
      this.shown = wanted
      return undefined
    }
    const arriving = fetchWords(wanted)
    if (!this.shown) return arriving
    if (this.awaited !== wanted) void arriving.then(() => this.host.requestUpdate())
    this.awaited = wanted
    return undefined
  }

  hostConnected() {
    this.unwatch = watchLang(() => this.host.requestUpdate())
  }

  hostDisconnected() {
    this.unwatch?.()
  }

  private get wanted(): Language {
    return languageFor(this.host.lang || this.provided() || ancestorLang(this.host))
  }
}
