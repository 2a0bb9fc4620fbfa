import { noticeTopicSchema } from '@wangge/core/issue/schema'
import { rosterNoticeTopicSchema } from '@wangge/core/roster/schema'
import { idSchema, instantSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'

/** Our own JSON, signed; or what the group robot of WeCom, DingTalk or Feishu takes. */
export const noticeFormatSchema = z.enum(['json', 'wecom', 'dingtalk', 'feishu'])
export type NoticeFormat = z.infer<typeof noticeFormatSchema>

/** What is told of issues and of the roster. */
export const anyNoticeTopicSchema = z.enum([...noticeTopicSchema.options, ...rosterNoticeTopicSchema.options])
export type AnyNoticeTopic = z.infer<typeof anyNoticeTopicSchema>

/** What a group may read: of the others each is one person’s business, and told to a host’s own backend alone. */
const OF_A_GROUP: readonly AnyNoticeTopic[] = [
  'roster.called-off',
  'roster.changed',
  'roster.reminder',
  'roster.free',
  'roster.plan',
]
/** About nobody, so in no organisation. */
const OF_NOBODY: readonly AnyNoticeTopic[] = ['roster.free', 'roster.plan']
const isOfIssues = (topic: AnyNoticeTopic): boolean => topic.startsWith('issue.')

const urlSchema = z.string().check(
  z.maxLength(1_000),
  z.refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined
      return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
    },
    { error: 'Expected an http or https address without user, password and fragment' },
  ),
)

/** Bytes, base64, behind the prefix that says what it is. */
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/

export const createNoticeTargetSchema = z
  .strictObject({
    format: noticeFormatSchema,
    url: urlSchema,
    /** Of `json` `whsec_` and at least 24 bytes in base64, made where none is given; of DingTalk and Feishu the robot’s own; of WeCom none. */
    secret: z.optional(z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[\x21-\x7e]+$/))),
    topics: z.array(anyNoticeTopicSchema).check(z.minLength(1)),
    /** Whose subtree it hears of. @defaultValue the whole district */
    gridId: z.optional(idSchema),
    /** Whose people’s duties alone it hears of, wherever they are; with topics of the roster, and in place of a subtree. */
    orgId: z.optional(idSchema),
  })
  .check(
    z.refine(({ format, secret }) => format !== 'wecom' || secret === undefined, {
      path: ['secret'],
      error: 'Expected no secret: the key of a WeCom robot is in its address',
    }),
    z.refine(({ format, secret }) => format !== 'json' || secret === undefined || WEBHOOK_SECRET.test(secret), {
      path: ['secret'],
      error: 'Expected whsec_ and at least 24 bytes in base64',
    }),
    z.refine(({ orgId, gridId }) => orgId === undefined || gridId === undefined, {
      path: ['gridId'],
      error: 'Expected a subtree or an organisation, not both',
    }),
    z.refine(
      ({ orgId, topics }) => orgId === undefined || !topics.some((topic) => isOfIssues(topic) || OF_NOBODY.includes(topic)),
      {
        path: ['topics'],
        error:
          'Expected of an organisation only what happens to its people: topics of the roster, but for roster.free and roster.plan',
      },
    ),
    z.refine(
      ({ format, topics }) => format === 'json' || topics.every((topic) => isOfIssues(topic) || OF_A_GROUP.includes(topic)),
      {
        path: ['topics'],
        error: `Expected of a group’s robot, besides issues, only ${OF_A_GROUP.join(', ')}`,
      },
    ),
  )
export type CreateNoticeTarget = z.infer<typeof createNoticeTargetSchema>

export const noticeTargetSchema = z.object({
  id: z.string(),
  format: noticeFormatSchema,
  /** Host of the address; the rest of it may be a secret. */
  host: z.string(),
  topics: z.array(anyNoticeTopicSchema),
  gridId: idSchema,
  orgId: z.optional(idSchema),
  createdAt: instantSchema,
  revokedAt: z.optional(instantSchema),
  /** Notices that wait to be sent. */
  waiting: z.int().check(z.gte(0)),
  /** How often in a row sending has failed, why, and when it is tried again. */
  failures: z.int().check(z.gte(0)),
  lastError: z.optional(z.string()),
  nextAt: z.optional(instantSchema),
})
export type NoticeTarget = z.infer<typeof noticeTargetSchema>

/** `secret` is shown this once, where it was made here. */
export const createdNoticeTargetSchema = z.extend(noticeTargetSchema, { secret: z.optional(z.string()) })
export const noticeTargetListSchema = z.object({ targets: z.array(noticeTargetSchema) })

/** A notice that was not got rid of in time, or, with `organisation-closed` as its last error, that nobody is there for any more. */
export const noticeFailureSchema = z.object({
  id: z.string(),
  targetId: idSchema,
  topic: anyNoticeTopicSchema,
  issueId: z.optional(idSchema),
  /** Number of the step. */
  version: z.optional(z.int()),
  slotId: z.optional(idSchema),
  signUpId: z.optional(idSchema),
  /** Since when it waited. */
  queuedAt: instantSchema,
  gaveUpAt: instantSchema,
  attempts: z.int(),
  lastError: z.string(),
})
export type NoticeFailure = z.infer<typeof noticeFailureSchema>
export const noticeFailureListSchema = z.object({ failures: z.array(noticeFailureSchema) })
