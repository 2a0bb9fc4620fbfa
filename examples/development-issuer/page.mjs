// The issuer's one page: whom to be.

const FIELDS = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
]

/** The staff to choose from; the request goes along in the form and is looked at again when it comes back. */
export function page(staff, query) {
  const kept = FIELDS.filter((name) => query.has(name)).map(
    (name) => `<input type="hidden" name="${name}" value="${escaped(query.get(name))}" />`,
  )
  const people = staff.map(
    ({ subject, name, role, place }) => `<li><button name="subject" value="${escaped(subject)}">
      <b>${escaped(name)}</b><span>${escaped(role.zh)} <small lang="en">${escaped(role.en)}</small></span>
      <em>${escaped(place)}</em></button></li>`,
  )
  return shell(
    '以谁的身份登录？',
    `<p class="lead">Whom to sign in as?</p>
    <p class="warning">开发用登录服务：不查密码，谁都可以是任何人。人员均为虚构。<br />
    <span lang="en">For development only: no password is asked, anyone may be anyone. The people are made up.</span></p>
    <form method="post" action="/authorize">${kept.join('')}<ul>${people.join('')}</ul></form>`,
  )
}

/** Said here and not sent back: the address to send it to may be the wrong one. */
export const refusal = (words) =>
  shell('登录请求有误', `<p class="lead">The sign-in request is not right</p><p class="warning" lang="en">${escaped(words)}</p>`)

const shell = (title, content) => `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · 开发用登录服务</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/issuer.css" />
  </head>
  <body>
    <main><h1>${title}</h1>${content}</main>
  </body>
</html>
`

const escaped = (text) => String(text).replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`)

export const CSS = `
:root { color-scheme: light dark; --ink: #1d2433; --muted: #5b6474; --ground: #f3f4f8; --card: #fff; --line: #d9dde6; --accent: #4a3fa8; --warn: #fff3d6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaf1; --muted: #a3abbb; --ground: #12141b; --card: #1c1f2a; --line: #343a4a; --accent: #b3abff; --warn: #3a3115; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 5vh 16px; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, 'Noto Sans CJK SC', sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 28px; border-radius: 16px; background: var(--card); border: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.5rem; }
p { margin: 0.25rem 0 1rem; }
.lead { color: var(--muted); }
.warning { padding: 12px 14px; border-radius: 10px; background: var(--warn); font-size: 0.9rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
button { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; width: 100%; min-height: 60px; padding: 10px 16px; text-align: start; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 12px; cursor: pointer; align-items: baseline; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button b { font-size: 1.05rem; }
button span { text-align: end; color: var(--accent); font-weight: 600; }
button small { font-weight: 400; color: var(--muted); }
button em { grid-column: 1 / -1; font-style: normal; color: var(--muted); font-size: 0.9rem; }
@media (max-width: 420px) { main { padding: 20px 16px; } button small { display: block; text-align: end; } }
`
