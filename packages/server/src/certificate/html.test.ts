import assert from 'node:assert/strict'
import { it } from 'node:test'
import { html } from './html.ts'

it('escapes text wherever it stands, and markup nowhere', () => {
  const cells = ['<b>', '"x" & \'y\''].map((text) => html`<td title="${text}">${text}</td>`)
  assert.equal(
    html`${cells}${undefined}${0}`.text,
    '<td title="&lt;b&gt;">&lt;b&gt;</td><td title="&quot;x&quot; &amp; &#39;y&#39;">&quot;x&quot; &amp; &#39;y&#39;</td>0',
  )
})
