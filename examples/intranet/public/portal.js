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

// Whoever comes from the picture at a post brings its code behind the `#`, and the element takes it from there. A sign-in in
// between is to come back to it.
for (const form of document.querySelectorAll('form[action="/session"]'))
  form.addEventListener('submit', () => (form.action = `/session${location.hash}`))
