import { createHash } from 'node:crypto'

/**
 * Takes the code out of the address, where it would stay in the history, and gives it to be copied. What the page says without
 * a code, and without scripts, stands in its markup.
 */
const SCRIPT = `
const code = location.hash.slice(1)
history.replaceState(null, '', location.pathname)
if (/^1~[A-Za-z0-9_.:~-]{20,190}$/.test(code)) {
  const field = document.querySelector('input')
  const button = document.querySelector('button')
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
input { width: 100%; min-height: 48px; margin-top: 6px; padding: 8px 10px; border: 1px solid #8c877e; border-radius: 2px; font: 14px ui-monospace, Consolas, monospace; color: inherit; background: #faf8f5; }
button { width: 100%; min-height: 52px; margin-top: 10px; border: 0; border-radius: 2px; background: #a5262c; color: #fff; font: 600 19px system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
button:focus-visible, input:focus-visible { outline: 3px solid #1d4f91; outline-offset: 2px; }
[role=status] { min-height: 1.6em; margin: 6px 0 0; color: #1d6b3a; }
.soon { margin: 14px 0 0; padding: 10px 12px; border: 1px solid #d9d4cb; font-size: 16px; }
`

/** What a phone's camera opens: it cannot know whose phone it is, so it says where the code is to go. */
export const CHECK_IN_PAGE = `<!doctype html>
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
<div class="code">
<label for="code">签到码 <span lang="en">Check-in code</span></label>
<input id="code" readonly />
<button type="button">复制签到码 Copy the code</button>
<p role="status"></p>
</div>
<p class="none soon">请用手机相机扫描岗位上显示的二维码。<span lang="en">Please scan the code that is shown at the post with your phone’s camera.</span></p>
<ol>
<li>在本机打开您所在单位的志愿服务页面（已登录）。<span lang="en">On this phone, open your organisation’s volunteer page, where you are signed in.</span></li>
<li>选择“我的值守”中的“签到”，粘贴签到码。<span lang="en">Choose “Check in” at your duty and paste the code.</span></li>
<li>没有网络也可以签到：记录保存在本机，联网后自动发送。<span lang="en">It works without a network too: it is kept on this phone and sent later.</span></li>
</ol>
<p class="soon">未登录或没有手机？请现场负责人为您签到。<span lang="en">Not signed in, or no phone? Ask whoever runs the shift to check you in.</span></p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Its own script and style sheet, and nothing of anybody else’s; it can ask nobody. */
export const CHECK_IN_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'public, max-age=3600',
  'content-security-policy':
    `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'; ` +
    "frame-ancestors 'none'",
}
