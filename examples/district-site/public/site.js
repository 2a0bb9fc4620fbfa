// The host's own few lines: the tree steers the status widget, and the pages open without a network.
const status = document.querySelector('#status')
document.querySelector('#tree')?.addEventListener('wg-grid-tree-select', (event) => {
  status.gridId = event.gridId
})

if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js')
