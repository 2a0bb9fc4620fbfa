import type { BrowserContext, Request } from 'playwright-core'
import { until } from './until.ts'

/** Follows what a browser asks for from now on. @returns waits until all of it is answered or has failed; streams of news never end */
export function createQuiet(context: BrowserContext): () => Promise<void> {
  const underWay = new Set<Request>()
  context.on('request', (request) => {
    if (request.headers()['accept'] !== 'text/event-stream') underWay.add(request)
  })
  context.on('requestfinished', (request) => underWay.delete(request))
  context.on('requestfailed', (request) => underWay.delete(request))
  // What a page has asked for goes with it, and nothing is said of its end.
  context.on('page', (page) => {
    page.on('close', () => {
      for (const request of underWay) if (!request.serviceWorker() && request.frame().page() === page) underWay.delete(request)
    })
  })
  return async () => {
    await until(() => underWay.size === 0, 'what was asked for to be answered').catch((error: Error) => {
      throw new Error(`${error.message}, got none for ${[...underWay].map((request) => request.url()).join(', ')}`, {
        cause: error,
      })
    })
  }
}
