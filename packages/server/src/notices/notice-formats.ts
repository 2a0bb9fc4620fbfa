import { createHmac } from 'node:crypto'
import type { Notice } from '@wangge/core/issue/schema'
import type { RosterNotice } from '@wangge/core/roster/schema'
import type { MessageText } from './notice-text.ts'
import type { PostAnswer, PostRequest } from './post-safely.ts'
import type { NoticeFormat } from './schema.ts'

export interface NoticeAddress {
  url: string
  secret?: string | undefined
}

export interface FormatContext {
  /** Of sending, epoch milliseconds. */
  now: number
}

/** One message: what a program takes, and what a group reads. */
export interface NoticeMessage {
  notice: Notice | RosterNotice
  text: MessageText
}

interface Format {
  request(message: NoticeMessage, address: NoticeAddress, context: FormatContext): PostRequest
  /** Why the message was not taken, where the status alone says that it was. */
  objection?(answer: Record<string, unknown>): string | undefined
  /** Milliseconds between two messages: what the robot takes in a minute. */
  paceMs: number
}

const hmac = (key: string | Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64')

const codeIn = (name: string) => (answer: Record<string, unknown>) => {
  const code = answer[name]
  return code === 0 ? undefined : `${name} ${typeof code === 'number' ? code : 'missing'}`
}

export const NOTICE_FORMATS: Readonly<Record<NoticeFormat, Format>> = {
  // Signed as the Standard Webhooks are (standardwebhooks.com): id, time and body.
  json: {
    request({ notice }, { url, secret = '' }, { now }) {
      const body = JSON.stringify(notice)
      const time = String(Math.floor(now / 1000))
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
      const signature = `v1,${hmac(key, `${notice.id}.${time}.${body}`)}`
      return { url, body, headers: { 'webhook-id': notice.id, 'webhook-timestamp': time, 'webhook-signature': signature } }
    },
    paceMs: 0,
  },
  // Twenty messages a minute; the key is in the address.
  wecom: {
    request({ text: { title, lines } }, { url }) {
      const content = [`**${title}**`, ...lines.map((line) => `> ${line}`)].join('\n')
      return { url, headers: {}, body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }) }
    },
    objection: codeIn('errcode'),
    paceMs: 3_100,
  },
  // Twenty a minute, and ten minutes of silence for whoever sends more.
  dingtalk: {
    request({ text: { title, lines } }, { url, secret }, { now }) {
      const text = [`#### ${title}`, ...lines.map((line) => `- ${line}`)].join('\n')
      const signed = new URL(url)
      if (secret !== undefined) {
        signed.searchParams.set('timestamp', String(now))
        signed.searchParams.set('sign', hmac(secret, `${now}\n${secret}`))
      }
      return { url: signed.href, headers: {}, body: JSON.stringify({ msgtype: 'markdown', markdown: { title, text } }) }
    },
    objection: codeIn('errcode'),
    paceMs: 3_100,
  },
  // A hundred a minute, five a second. Its key is what others sign, and it signs nothing.
  feishu: {
    request({ text: { title, lines } }, { url, secret }, { now }) {
      const timestamp = String(Math.floor(now / 1000))
      const signed = secret === undefined ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') }
      const message = { msg_type: 'text', content: { text: [title, ...lines].join('\n') } }
      return { url, headers: {}, body: JSON.stringify({ ...signed, ...message }) }
    },
    objection: codeIn('code'),
    paceMs: 700,
  },
}

/** Why a message was not taken; undefined where it was. Nothing that the other side wrote stands in it. */
export function noticeObjection(format: NoticeFormat, { status, text }: PostAnswer): string | undefined {
  if (status < 200 || status > 299) return `status ${status}`
  const { objection } = NOTICE_FORMATS[format]
  return objection?.(asRecord(text))
}

function asRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    // A robot that does not answer in JSON has not said that it took the message.
    return {}
  }
}
