// The whole of what a service worker needs, as one script: `importScripts('…/wangge-sync.min.js')`, then `wanggeSync.onSync({ … })`.
export { onSync } from './on-sync.ts'
