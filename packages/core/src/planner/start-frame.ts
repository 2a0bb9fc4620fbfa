import { SdkError } from '../errors.ts'
import { hello } from './hello.ts'
import type { Line } from './line.ts'

export interface FrameOptions {
  /** Address of the district's server. */
  endpoint: URL
  /** Milliseconds. */
  patience: number
}

/** What the frame's page says to the page around it. */
interface FrameWord {
  wangge: 'planner-frame'
  state: 'open' | 'failed'
}

/**
 * Starts the planner in a hidden frame that the district's server sends with a policy of its own, for a page that may start no
 * worker itself: its script comes from another origin, and its policy knows neither `worker-src` nor `blob:`. The frame starts the
 * worker; all it gets to see is the port that it passes on. Both sides look at where a message comes from.
 * @throws SdkError `worker` where no frame answers
 */
export function startFrame({ endpoint, patience }: FrameOptions): Promise<Line> {
  const frame = document.createElement('iframe')
  const address = new URL('planner', withSlash(endpoint))
  address.searchParams.set('origin', location.origin)
  frame.src = address.href
  frame.hidden = true
  frame.tabIndex = -1
  frame.setAttribute('aria-hidden', 'true')
  frame.title = 'Wangge planner'
  frame.referrerPolicy = 'no-referrer'
  // A worker needs an origin; nothing else is the frame's to do, least of all to lead this page elsewhere.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin')

  return new Promise((resolve, reject) => {
    let fail: (error: SdkError) => void = () => {}
    const refused = (got: string) =>
      new SdkError('worker', `Expected a frame of ${address.origin} (frame-src in this page's policy), got ${got}`)
    const timer = setTimeout(() => stop(refused(`no answer in ${patience} ms`)), patience)
    const onPolicy = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
      const isOurs = blockedURI.startsWith(address.origin) && /^(frame|child|default)-src$/.test(effectiveDirective)
      if (isOurs) stop(refused(`a refusal by ${effectiveDirective}`))
    }
    const onMessage = ({ source, origin, data }: MessageEvent) => {
      if (source !== frame.contentWindow || origin !== address.origin || !isFrameWord(data)) return
      if (data.state === 'failed') return stop(new SdkError('worker', `Expected a worker in the frame of ${origin}, got none`))
      const { port1, port2 } = new MessageChannel()
      clearTimeout(timer)
      document.removeEventListener('securitypolicyviolation', onPolicy)
      frame.contentWindow?.postMessage(hello(port2), address.origin, [port2])
      resolve({
        port: port1,
        onFailure: (listener) => (fail = listener),
        isOpen: () => frame.isConnected,
        end: () => stop(new SdkError('aborted', 'The planner was disposed of')),
      })
    }
    let isOver = false
    function stop(error: SdkError) {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      document.removeEventListener('securitypolicyviolation', onPolicy)
      removeEventListener('message', onMessage)
      frame.remove()
      reject(error)
      fail(error)
    }
    document.addEventListener('securitypolicyviolation', onPolicy)
    addEventListener('message', onMessage)
    // Beside the body, which a host's router may replace.
    document.documentElement.append(frame)
  })
}

const withSlash = ({ href }: URL): string => (href.endsWith('/') ? href : `${href}/`)

const isFrameWord = (data: unknown): data is FrameWord =>
  typeof data === 'object' && data !== null && (data as Partial<FrameWord>).wangge === 'planner-frame'
