// The host's service worker: pages and scripts of this site from the network, from the cache when there is none.
// It leaves the district's API alone; the elements keep their own data. What they could not send it sends later, with no page open.
importScripts('/vendor/core/wangge-sync.min.js')

const where = new URL(location).searchParams
wanggeSync.onSync({ endpoint: where.get('endpoint'), siteKey: where.get('siteKey') })

const CACHE = 'site-1'
const SHELL = [
  '/',
  '/en.html',
  '/report.html',
  '/report-en.html',
  '/track.html',
  '/track-en.html',
  '/site.css',
  '/site.js',
  '/icon.svg',
  '/vendor/wangge-elements.min.js',
]

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return
  event.respondWith(
    fresh(request).catch(() => caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? Response.error())),
  )
})

async function fresh(request) {
  const response = await fetch(request)
  if (response.ok) (await caches.open(CACHE)).put(request, response.clone())
  return response
}
