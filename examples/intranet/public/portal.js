// The host's own few lines: whoever leaves the intranet leaves nothing of theirs in this browser.
const signUp = document.querySelector('wg-volunteer-signup')

document.querySelector('#leave')?.addEventListener('submit', async (event) => {
  event.preventDefault()
  const left = await signUp.signOut()
  if (!left.ok) {
    if (!confirm(`还有 ${left.entries} 条没有发送，退出后就没有了。确定退出？`)) return
    await signUp.signOut({ discardUnsent: true })
  }
  event.target.submit()
})

// Whoever comes from the picture at a post brings its code behind the `#`: it goes to the element, and out of the address and the history.
function takeCode() {
  const code = location.hash.slice(1)
  if (!/^1~[A-Za-z0-9_.:~-]{20,190}$/.test(code)) return
  history.replaceState(null, '', location.pathname + location.search)
  signUp.setAttribute('check-in-code', code)
}
takeCode()
// Also where the page was open already.
addEventListener('hashchange', takeCode)
