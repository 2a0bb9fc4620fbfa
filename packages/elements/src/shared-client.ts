import { createClient } from '@wangge/core/client'
import type { Client } from '@wangge/core/client'

const clients = new Map<string, Client>()

/**
 * One client for each endpoint and key on the page. It lives as long as the page and not as long as an element: what is
 * unsent goes on being sent after a host has taken the form away.
 * @throws TypeError where `endpoint` is no URL
 */
export function sharedClient(endpoint: string, siteKey: string | undefined): Client {
  const url = new URL(endpoint, document.baseURI).href.replace(/\/$/, '')
  const key = `${url} ${siteKey ?? ''}`
  const known = clients.get(key)
  if (known) return known
  const client = createClient({ endpoint: url, ...(siteKey === undefined ? {} : { siteKey }) })
  clients.set(key, client)
  return client
}
