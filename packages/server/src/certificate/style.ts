/** Of the certificate and of the page that verifies it; on the page its hash allows it, and nothing else. */
export const STYLE = `@page { size: A4; margin: 18mm 16mm 16mm; }
:root { --ink: #1c1b1a; --soft: #5d5a55; --line: #d9d4cb; --seal: #a5262c; color: var(--ink); background: #efece6; }
[lang=en] { font-family: Georgia, "Times New Roman", "Liberation Serif", "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; font-variant-east-asian: proportional-width; }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 12px; font: 15px/1.6 "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, Georgia, "Times New Roman", serif; }
main { max-width: 210mm; margin: 0 auto; padding: 18mm 16mm; background: #fff; border-top: 4px solid var(--seal); box-shadow: 0 1px 8px rgb(0 0 0 / 12%); }
header { text-align: center; border-bottom: 1px solid var(--line); padding-bottom: 18px; }
h1 { margin: 0; font-size: 30px; font-weight: 600; letter-spacing: .22em; text-indent: .22em; line-height: 1.3; }
h1 span, h2 span { display: block; font-size: 15px; font-weight: 400; letter-spacing: .02em; text-indent: 0; color: var(--soft); }
h2 { margin: 28px 0 8px; font-size: 16px; }
.kind { display: inline-block; margin-top: 12px; padding: 2px 14px; border: 1px solid var(--seal); color: var(--seal); font-size: 13px; }
.said { margin: 26px 0 6px; font-size: 18px; line-height: 2; text-indent: 2em; }
.said-en { margin: 0; color: var(--soft); }
strong { font-weight: 600; }
.said strong { padding: 0 .15em; border-bottom: 1px solid var(--ink); }
table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.45; }
th, td { padding: 7px 8px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; }
td small, th small { display: block; font-size: 11.5px; font-weight: 400; color: var(--soft); }
.hours { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.when { white-space: nowrap; font-variant-numeric: tabular-nums; }
tfoot td { border-bottom: 0; border-top: 1.5px solid var(--ink); font-weight: 600; }
thead { display: table-header-group; }
tr, .foot, .said, .said-en { break-inside: avoid; }
.foot { display: flex; gap: 24px; justify-content: space-between; align-items: flex-end; margin-top: 32px; }
.check { display: flex; gap: 14px; align-items: center; font-size: 12.5px; min-width: 0; }
.check svg { flex: none; width: 30mm; height: 30mm; }
.check b { display: block; font: 600 15px/1.5 ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace; letter-spacing: .04em; white-space: nowrap; }
.check p, .unit p { margin: 0; overflow-wrap: anywhere; }
.unit { text-align: right; min-width: 62mm; }
.unit b { display: block; font-size: 17px; }
.unit .label { color: var(--soft); font-size: 12.5px; line-height: 1.4; }
.part + .part { margin-top: 10px; }
.share { font-variant-numeric: tabular-nums; }
.stamp { margin-top: 4px; color: var(--soft); font-size: 12.5px; }
.note { margin: 24px 0 0; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 11.5px; line-height: 1.55; }
.warn { margin: 18px 0 0; padding: 8px 12px; border: 1px solid var(--seal); color: var(--seal); font-size: 14px; }
.state { display: flex; gap: 12px; align-items: baseline; margin: 24px 0 4px; font-size: 22px; font-weight: 600; }
.state span { font-size: 15px; font-weight: 400; color: var(--soft); }
.good { color: #1d6b3a; }
.bad { color: var(--seal); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 20px; margin: 16px 0 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
@media screen and (max-width: 640px) {
  main { padding: 24px 18px; }
  h1 { font-size: 24px; letter-spacing: .08em; text-indent: .08em; }
  .said { font-size: 16px; text-indent: 0; }
  .foot { flex-direction: column; align-items: stretch; }
  .unit { text-align: left; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 10px; }
  table, tbody, tfoot, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 8px 0; border-bottom: 1px solid var(--line); }
  td { padding: 1px 0; border: 0; }
  tbody .hours, tfoot .hours { text-align: left; font-weight: 600; }
  tfoot td { border: 0; }
  tfoot tr { border-top: 1.5px solid var(--ink); border-bottom: 0; }
}
@media print {
  :root { background: #fff; }
  body { padding: 0; font-size: 13px; line-height: 1.5; }
  header { padding-bottom: 12px; }
  h1 { font-size: 27px; }
  h2 { margin: 18px 0 4px; font-size: 14px; }
  h1 span, h2 span { font-size: 12.5px; }
  .kind { margin-top: 8px; font-size: 12px; }
  .said { margin: 16px 0 4px; font-size: 16px; line-height: 1.9; }
  table { font-size: 12px; line-height: 1.35; }
  th, td { padding: 4px 8px; }
  td small, th small { font-size: 10.5px; }
  .foot { margin-top: 20px; }
  .check { font-size: 11px; }
  .check svg { width: 26mm; height: 26mm; }
  .note { margin-top: 14px; font-size: 10.5px; }
  main { max-width: none; padding: 0; border-top: 0; box-shadow: none; }
  tfoot { display: table-row-group; }
  .screen { display: none; }
}
`
