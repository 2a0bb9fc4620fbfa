import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { createPortal } from '../examples/intranet/portal.mjs'

test('what a partner’s backend adds is thirty lines, as it says', async () => {
  const text = await readFile(new URL('../examples/intranet/token.mjs', import.meta.url), 'utf8')
  const code = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/\*|\*|import )/.test(line))
  assert.ok(code.length <= 30, `expected at most 30 lines of code, got ${code.length}`)
})

test('what the intranet knows of its employees stands in its page as text', () => {
  const portal = createPortal('http://localhost', [
    { number: '"><b>1', name: '<img src=x onerror=alert(1)>', title: "O'Hara & Co" },
  ])
  const page = portal.welcome({ headers: {} }, { setHeader() {} })
  assert.doesNotMatch(page, /<img|<b>1/)
  assert.match(page, /&lt;img src=x onerror=alert\(1\)&gt;/)
  assert.match(page, /O&#39;Hara &amp; Co/)
})
