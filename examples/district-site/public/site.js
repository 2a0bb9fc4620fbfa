// The host's own few lines: tree and status widget follow each other, and the pages open without a network.
const status = document.querySelector('#status')
const tree = document.querySelector('#tree')
tree?.addEventListener('wg-grid-tree-select', (event) => {
  status.gridId = event.gridId
})
status?.addEventListener('wg-grid-status-open', (event) => {
  tree.selected = event.gridId
})

// The worker sends what is unsent with no page open; where to is said once, on the page.
const grid = document.querySelector('[endpoint]')
const where = new URLSearchParams({ endpoint: grid.getAttribute('endpoint'), siteKey: grid.getAttribute('site-key') })
if ('serviceWorker' in navigator) navigator.serviceWorker.register(`/sw.js?${where}`)
