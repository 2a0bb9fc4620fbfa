import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { localeFor } from '../locale.ts'
import type { Locale } from '../locale.ts'

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

/** The element's language: its own `lang`, else the provider's, else the nearest ancestor's, else Chinese. */
export class LocaleController implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement
  private readonly provided: () => string | undefined
  private unwatch: (() => void) | undefined

  constructor(host: ReactiveControllerHost & HTMLElement, provided: () => string | undefined) {
    this.host = host
    this.provided = provided
    host.addController(this)
  }

  get value(): Locale {
    return localeFor(this.host.lang || this.provided() || ancestorLang(this.host))
  }

  hostConnected() {
    this.unwatch = watchLang(() => this.host.requestUpdate())
  }

  hostDisconnected() {
    this.unwatch?.()
  }
}
