// The host's own few lines: tree and status widget follow each other, and the pages open without a network.
const status = document.querySelector('#status')
const tree = document.querySelector('#tree')
tree?.addEventListener('wg-grid-tree-select', (event) => {
  status.gridId = event.gridId
})
status?.addEventListener('wg-grid-status-open', (event) => {
  tree.selected = event.gridId
})

if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js')
