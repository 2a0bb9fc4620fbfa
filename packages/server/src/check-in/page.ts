import { createHash } from 'node:crypto'
import { html } from '../certificate/html.ts'
import type { Html } from '../certificate/html.ts'
import type { CheckInPage } from '../storage/site-keys.ts'

/** From so many on they are looked for by a word. */
const MANY = 8

/**
 * Takes the code out of the address, where it would stay in the history, puts it behind the `#` of each organisation's page and
 * gives it to be copied. Which page was opened last is kept on the phone and told to nobody. What the page says without a code,
 * and without scripts, stands in its markup.
 */
const SCRIPT = `
const code = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
if (/^1~[A-Za-z0-9_.:~-]{20,190}$/.test(code)) {
  const field = document.getElementById('code')
  const button = document.querySelector('button')
  const units = [...document.querySelectorAll('.units li')]
  const kept = 'wangge-check-in-page'
  let last
  try { last = localStorage.getItem(kept) } catch { /* A browser that keeps nothing. */ }
  for (const unit of units) {
    const link = unit.firstElementChild
    const page = link.href
    link.href = page + '#' + code
    link.addEventListener('click', () => { try { localStorage.setItem(kept, page) } catch { /* As above. */ } })
    if (page !== last) continue
    unit.className = 'last'
    unit.parentElement.prepend(unit)
  }
  const find = document.getElementById('find')
  find?.addEventListener('input', () => {
    const word = find.value.trim().toLowerCase()
    for (const unit of units) unit.hidden = !unit.textContent.toLowerCase().includes(word)
  })
  field.value = code
  document.body.className = 'has-code'
  field.addEventListener('focus', () => field.select())
  button.addEventListener('click', async () => {
    field.select()
    try { await navigator.clipboard.writeText(code) } catch { document.execCommand('copy') }
    document.querySelector('[role=status]').textContent = '已复制 Copied'
  })
}
`

const STYLE = `
:root { color: #1c1b1a; background: #efece6; }
* { box-sizing: border-box; }
body { margin: 0; padding: 20px 14px; font: 18px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 24px 20px 28px; background: #fff; border-top: 4px solid #a5262c; border-radius: 2px; }
h1 { margin: 0; font-size: 26px; line-height: 1.3; }
[lang=en] { display: block; color: #5d5a55; font-size: 15px; }
h1 [lang=en] { font-size: 16px; font-weight: 400; }
ol { margin: 18px 0 0; padding-left: 1.3em; }
li { margin: 0 0 14px; padding-left: .2em; }
.code, .has-code .none { display: none; }
.has-code .code { display: block; }
label { display: block; margin-top: 18px; font-weight: 600; }
input { width: 100%; min-height: 48px; margin-top: 6px; padding: 8px 10px; border: 1px solid #8c877e; border-radius: 2px; font: inherit; color: inherit; background: #faf8f5; }
#code { font: 14px ui-monospace, Consolas, monospace; }
h2 { margin: 18px 0 0; font-size: 20px; line-height: 1.4; }
h2 [lang=en] { font-weight: 400; }
.units { margin: 10px 0 0; padding: 0; list-style: none; }
.units li { margin: 0 0 10px; padding: 0; }
.units a { display: block; padding: 12px 16px; border: 1px solid #a5262c; border-radius: 2px; color: #8f1f25; font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
.units li.last a, .units li:only-child a { background: #a5262c; color: #fff; }
.units li.last [lang=en], .units li:only-child [lang=en], .units li.last small, .units li:only-child small { color: inherit; }
.units a [lang=en], .units small { font-weight: 400; }
.units small { display: block; color: #5d5a55; font-size: 14px; }
summary { min-height: 44px; padding: 10px 0; color: #1d4f91; cursor: pointer; }
.way { margin-top: 12px; }
button { width: 100%; min-height: 52px; margin-top: 10px; border: 0; border-radius: 2px; background: #a5262c; color: #fff; font: 600 19px system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
a:focus-visible, summary:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid #1d4f91; outline-offset: 2px; }
[role=status] { min-height: 1.6em; margin: 6px 0 0; color: #1d6b3a; }
.soon { margin: 14px 0 0; padding: 10px 12px; border: 1px solid #d9d4cb; font-size: 16px; }
`

/**
 * What a phone's camera opens. It cannot know whose phone it is: where organisations have told their pages it leads to each of
 * them, and it says where else the code is to go.
 */
export const checkInPage = (pages: readonly CheckInPage[]): string => `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>签到 Check-in</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>志愿服务签到<span lang="en">Volunteer check-in</span></h1>
<p class="none soon">请用手机相机扫描岗位上显示的二维码。<span lang="en">Please scan the code that is shown at the post with your phone’s camera.</span></p>
${pages.length === 0 ? BY_HAND : `${unitsOf(pages).text}\n<details class="way"><summary>没有您的单位？自己带上签到码 <span lang="en">Your organisation is not here? Take the code along</span></summary>\n${BY_HAND}\n</details>`}
<p class="soon">未登录或没有手机？请现场负责人为您签到。<span lang="en">Not signed in, or no phone? Ask whoever runs the shift to check you in.</span></p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`

function unitsOf(pages: readonly CheckInPage[]): Html {
  const names = new Map<string, number>()
  for (const { orgId } of pages) names.set(orgId, (names.get(orgId) ?? 0) + 1)
  return html`<section class="code" aria-labelledby="units">
    <h2 id="units">打开本单位的页面签到<span lang="en">Open your organisation’s page to check in</span></h2>
    ${
      pages.length > MANY
        ? html`<label for="find">找单位 <span lang="en">Find your organisation</span></label
            ><input id="find" type="search" autocomplete="off" />`
        : undefined
    }
    <ul class="units">
      ${pages.map(({ orgId, name, page }) => {
        // Of an organisation with two pages, which is which.
        const where = names.get(orgId)! > 1 ? html`<small>${page.replace(/^https?:\/\//, '')}</small>` : undefined
        return html`<li>
          <a href="${new URL(page).href}">${name.zh}<span lang="en">${name.en}</span>${where}</a>
        </li> `
      })}
    </ul>
  </section>`
}

/** The way of who is not led anywhere. */
const BY_HAND = `<div class="code">
<label for="code">签到码 <span lang="en">Check-in code</span></label>
<input id="code" readonly />
<button type="button">复制签到码 Copy the code</button>
<p role="status"></p>
</div>
<ol>
<li>在本机打开您所在单位的志愿服务页面（已登录）。<span lang="en">On this phone, open your organisation’s volunteer page, where you are signed in.</span></li>
<li>在“我的班次”里选择“签到”，粘贴签到码。<span lang="en">Choose “Check in” under “My duties” and paste the code.</span></li>
<li>没有网络也可以签到：记录保存在本机，联网后自动发送。<span lang="en">It works without a network too: it is kept on this phone and sent later.</span></li>
</ol>`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Its own script and style sheet, and nothing of anybody else’s; it can ask nobody. */
export const CHECK_IN_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'public, max-age=600',
  'content-security-policy':
    `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'; ` +
    "frame-ancestors 'none'",
}
