export interface ServerSentEvent {
  /** @defaultValue 'message' */
  type: string
  data: string
  /** The last id seen, which may be an earlier event's. */
  lastEventId: string
}

export interface SseParserOptions {
  onEvent: (event: ServerSentEvent) => void
  /** The server wishes this wait before a reconnection, in milliseconds. */
  onRetry?: (ms: number) => void
  /** The id of the connection before. @defaultValue '' */
  lastEventId?: string
}

/**
 * Parses an event stream (html.spec.whatwg.org, 9.2.6) from chunks of text that may end anywhere, between CR and LF
 * too. An event that is not followed by a blank line when the stream ends is not dispatched.
 */
export function createSseParser({ onEvent, onRetry, lastEventId = '' }: SseParserOptions): { push(chunk: string): void } {
  let rest = ''
  let begun = false
  let afterCr = false
  let type = ''
  let data: string[] = []

  function push(chunk: string) {
    if (chunk === '') return
    let start = !begun && chunk.startsWith('\uFEFF') ? 1 : 0
    begun = true
    for (let at = start; at < chunk.length; at += 1) {
      const char = chunk[at]
      const endsCrLf = char === '\n' && afterCr
      afterCr = char === '\r'
      if (char !== '\n' && char !== '\r') continue
      if (!endsCrLf) line(rest + chunk.slice(start, at))
      rest = ''
      start = at + 1
    }
    rest += chunk.slice(start)
  }

  function line(text: string) {
    if (text === '') return dispatch()
    const colon = text.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1))
    if (field === 'event') type = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) lastEventId = value
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value))
  }

  function dispatch() {
    const event = { type: type || 'message', data: data.join('\n'), lastEventId }
    const isEmpty = data.length === 0
    type = ''
    data = []
    if (!isEmpty) onEvent(event)
  }

  return { push }
}
