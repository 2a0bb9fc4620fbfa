import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { roleAppointmentSchema } from '@wangge/core/access/schema'
import { reportCommandSchema } from '@wangge/core/issue/schema'
import { idSchema, instantSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { expectation } from './expectation.ts'

const said = (schema: z.ZodMiniType, value: unknown): string[] =>
  (schema.safeParse(value, { error: expectation }).error?.issues ?? []).map(({ message }) => message)

describe('what a schema expected', () => {
  const cases: [what: string, schema: z.ZodMiniType, value: unknown, sentence: string][] = [
    ['another type', idSchema, 7, 'Expected a text, got a whole number'],
    ['nothing at all', z.object({ id: idSchema }), {}, 'Expected a text, got nothing'],
    ['null', z.array(idSchema), null, 'Expected a list, got null'],
    ['half a number', z.int(), 1.5, 'Expected a whole number, got a number'],
    [
      'none of the words',
      z.enum(['street', 'community', 'auditor']),
      'king',
      'Expected street, community or auditor, got another text of 4 characters',
    ],
    ['another word', z.literal('web'), 1, 'Expected web, got a whole number'],
    [
      'a month that there is not',
      instantSchema,
      '2026-13-01T00:00:00Z',
      'Expected an instant such as 2026-03-02T08:00:00+08:00, got another text of 20 characters',
    ],
    [
      'an id with a space',
      idSchema,
      'a b',
      'Expected a text that matches /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/, got another text of 3 characters',
    ],
    ['too long a text', z.string().check(z.maxLength(3)), '四个汉字', 'Expected at most 3 characters, got 4'],
    ['too few', z.array(z.int()).check(z.minLength(1)), [], 'Expected at least 1 items, got 0'],
    ['too large a number', z.int().check(z.lte(90)), 91, 'Expected at most 90, got more'],
    ['too small a number', z.number().check(z.gt(0)), 0, 'Expected more than 0, got less'],
    ['a field too many', z.strictObject({}), { role: 'street' }, 'Expected no field "role"'],
    ['a rule of its own', z.string().check(z.refine(() => false, 'Expected a name')), 'x', 'Expected a name'],
  ]
  for (const [what, schema, value, sentence] of cases) {
    it(`says of ${what} that it came`, () => assert.deepEqual(said(schema, value), [sentence]))
  }

  it('is told in one line, however long the name of a field is', () => {
    const [sentence = ''] = said(z.strictObject({}), { [`x\n${'y'.repeat(5000)}`]: 1 })
    assert.ok(sentence.length < 100)
    assert.doesNotMatch(sentence, /\n/)
  })

  it('never repeats what came', () => {
    const secret = '13800138000 王小明'
    const sentences = [
      ...said(roleAppointmentSchema, { id: secret, personId: secret, role: secret, gridId: secret, from: secret }),
      ...said(reportCommandSchema, { id: secret, source: secret, categoryId: secret, place: { by: secret }, description: 5 }),
    ]
    assert.ok(sentences.length >= 8)
    for (const sentence of sentences) {
      assert.match(sentence, /^Expected /)
      assert.ok(!sentence.includes(secret))
    }
  })
})
