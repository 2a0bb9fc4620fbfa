import { createHash } from 'node:crypto'
import { hoursOf, recordingUnits } from '@wangge/core/roster'
import type { RecordingUnit } from '@wangge/core/roster'
import type { CertificateCheck, CertificateLine } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { renderSVG } from 'uqr'
import { Html, html } from './html.ts'
import { STYLE } from './style.ts'

/** All that stands on a certificate. */
export interface Certificate {
  name: string
  code: string
  /** Local dates. */
  from: string
  to: string
  minutes: number
  lines: readonly CertificateLine[]
  issuedAt: string
  isSuperseded: boolean
}

interface Place {
  timeZone: string
}

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** No script, no picture from elsewhere, nothing kept: the one style sheet of the page and what stands in it. */
export const pageHeaders = (): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; ` +
    "frame-ancestors 'none'; sandbox",
})

/** 志愿服务记录证明, on A4: what decree 67 asks for, and by what anybody can verify it. */
export function certificatePage(certificate: Certificate, { verifyUrl, timeZone }: Place & { verifyUrl: string }): string {
  const { name, code, from, to, minutes, lines, issuedAt, isSuperseded } = certificate
  const units = recordingUnits(lines)
  const hours = hoursOf(minutes).toFixed(1)
  const day = dayIn(timeZone)
  const span = from === to ? html`${dateZh(from)}` : html`${dateZh(from)}至${dateZh(to)}`
  return page({
    title: '志愿服务记录证明 Certificate of Volunteer Service',
    body: html`<header>
        <h1>志愿服务记录证明<span>Certificate of Volunteer Service</span></h1>
        <p class="kind">平台记录 Platform record</p>
      </header>
      ${isSuperseded ? SUPERSEDED : undefined}
      <p class="said">
        兹证明 <strong>${name}</strong> 于${span}期间参加志愿服务活动 <strong>${lines.length}</strong> 次，服务时间共计
        <strong>${hours}</strong> 小时。
      </p>
      <p class="said-en" lang="en">
        This is to certify that ${name} gave ${hours} hours of volunteer service on ${lines.length}
        ${lines.length === 1 ? 'occasion' : 'occasions'}
        ${from === to ? html`on ${dateEn(from)}` : html`from ${dateEn(from)} to ${dateEn(to)}`}.
      </p>
      <h2>服务内容<span lang="en">Service given</span></h2>
      ${activities(lines, { timeZone })}
      <section class="foot">
        <div class="check">
          ${qr(verifyUrl)}
          <div>
            <p>核验编号 Code</p>
            <b>${code}</b>
            <p>扫码或访问以下网址核验 Verify at</p>
            <p>${verifyUrl}</p>
          </div>
        </div>
        <div class="unit">
          <p class="label">记录单位<br /><span lang="en">Recorded and certified by</span></p>
          ${units.map(
            (unit) =>
              html`<div class="part">
                <b>${unit.name.zh}</b>
                <p lang="en">${unit.name.en}</p>
                ${units.length > 1 ? html`<p class="share">服务时间 <span lang="en">Hours</span> ${clockOf(unit.minutes)}</p>` : undefined}
                <p class="stamp">（盖章 Seal）</p>
              </div>`,
          )}
          <p>${dateZh(day(issuedAt))}<br /><span lang="en">${dateEn(day(issuedAt))}</span></p>
        </div>
      </section>
      <p class="note">
        本证明依据《志愿服务记录与证明出具办法（试行）》（民政部令第67号），由记录单位根据志愿服务记录免费出具。服务时间为实际服务时间，以小时计，不足0.1小时部分不计。
        在录入国务院民政部门指定的志愿服务信息系统之前，以上内容为平台记录。<br />
        <span lang="en"
          >Issued free of charge from the records of volunteer service under decree no. 67 of the Ministry of Civil Affairs. Hours
          are those really given, rounded down to a tenth. Until the system that the ministry designates has taken them over, they
          are a platform record.</span
        >
      </p>`,
  })
}

/** What whoever has the code is told; without a check, that there is no such certificate and what to do. */
export function verificationPage(check: CertificateCheck | undefined, { timeZone }: Place): string {
  const title = '志愿服务证明核验 Verification of a certificate'
  const header = html`<header>
    <h1>志愿服务证明核验<span>Verification of a certificate of volunteer service</span></h1>
  </header>`
  if (!check) {
    return page({
      title,
      body: html`${header}
        <p class="state bad">查无此证明<span lang="en">No such certificate</span></p>
        <p>没有与该编号对应的有效证明。请核对网址末尾的16位编号；数字0、1与字母O、I、L不作区分。证明也可能已被持有人撤销。</p>
        <p lang="en">
          There is no valid certificate with this code. Please compare the sixteen characters at the end of the address; 0 and O,
          1, I and L are the same. Its holder may also have revoked it.
        </p>`,
    })
  }
  const { state, name, recordingUnits: units, from, to, minutes, issuedAt, activities: lines } = check
  const hours = hoursOf(minutes).toFixed(1)
  const day = dayIn(timeZone)
  const rows: [string, string, Html | string][] = [
    ['志愿者', 'Volunteer', name ?? '持有人未同意公开姓名 Not disclosed by the holder'],
    ['服务时间', 'Hours', html`<strong>${hours}</strong> 小时 hours`],
    ['期间', 'Period', from === to ? from : `${from} – ${to}`],
    ['记录单位', 'Recorded by', html`${units.map((unit) => html`<div class="part">${unitLine(unit, units.length > 1)}</div>`)}`],
    ['出具日期', 'Issued', day(issuedAt)],
    ['记录类别', 'Kind of record', '平台记录 Platform record'],
  ]
  return page({
    title,
    body: html`${header}
      <p class="state ${state === 'valid' ? 'good' : 'bad'}">
        ${state === 'valid' ? html`证明有效<span lang="en">Valid</span>` : html`记录已更正<span lang="en">Superseded</span>`}
      </p>
      ${state === 'superseded' ? SUPERSEDED : undefined}
      <dl>
        ${rows.map(
          ([zh, en, value]) =>
            html`<dt>${zh} <span lang="en">${en}</span></dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      ${
        lines
          ? html`<h2>服务内容<span lang="en">Service given</span></h2>
              ${activities(lines, { timeZone })}`
          : undefined
      }
      <p class="note">此处只显示持有人同意公开的内容。 <span lang="en">Only what the holder agreed to is shown here.</span></p>`,
  })
}

const SUPERSEDED = html`<p class="warn">
  出具之后有关记录已更正，请向持有人索取新的证明。
  <span lang="en">Records have been corrected since it was issued; please ask the holder for a new certificate.</span>
</p>`

const activities = (lines: readonly CertificateLine[], { timeZone }: Place): Html => {
  const when = spanIn(timeZone)
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th>日期时间<small lang="en">Date and time</small></th>
          <th>活动<small lang="en">Activity</small></th>
          <th>内容<small lang="en">Content</small></th>
          <th>组织单位<small lang="en">Organised by</small></th>
          <th class="hours">时长<small lang="en">Hours : minutes</small></th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ activity, content, organiser, startsAt, endsAt, minutes }) =>
            html`<tr>
              <td class="when">${when(startsAt, endsAt)}</td>
              <td>${both(activity)}</td>
              <td>${both(content)}</td>
              <td>${both(organiser)}</td>
              <td class="hours">${clockOf(minutes)}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colspan="4">合计<small lang="en">Total</small></td>
          <td class="hours">${clockOf(lines.reduce((sum, one) => sum + one.minutes, 0))}</td>
        </tr>
      </tfoot>
    </table>
  </div>`
}

/** Its part is told where there are others. */
const unitLine = ({ name, minutes }: RecordingUnit, isShared: boolean): Html =>
  html`${name.zh}${isShared ? html`<span class="share">，服务时间 Hours ${clockOf(minutes)}</span>` : undefined}<br /><span
      lang="en"
      >${name.en}</span
    >`

const both = ({ zh, en }: Localized): Html => html`${zh}<small lang="en">${en}</small>`

/** E.g. `2:22`. */
const clockOf = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

/** The picture of an address; its modules are drawn, no script and no picture file. */
const qr = (address: string): Html => {
  const svg = renderSVG(address, { ecc: 'M', border: 1, pixelSize: 4 })
  return new Html(svg.replace('<svg ', '<svg role="img" aria-label="核验二维码 QR code to verify" '))
}

const page = ({ title, body }: { title: string; body: Html }): string =>
  `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${html`${title}`.text}</title>
<style>${STYLE}</style>
</head>
<body><main>${body.text}</main></body>
</html>
`

const dateZh = (date: string): string => {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

const dateEn = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))

const dayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  return (instant: string): string => format.format(new Date(instant))
}

/** E.g. `2026-03-02 08:00–10:00`. */
function spanIn(timeZone: string) {
  const day = dayIn(timeZone)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'short' })
  return (from: string, to: string): string => `${day(from)} ${clock.format(new Date(from))}–${clock.format(new Date(to))}`
}
