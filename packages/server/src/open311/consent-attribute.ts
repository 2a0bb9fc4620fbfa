import { OPEN311_CONSENT } from '@wangge/core/issue'
import type { KeptStatement } from '@wangge/core/privacy'
import type { Language } from './language.ts'
import type { ServiceDefinition } from './schema.ts'

export const CONSENT_PURPOSE = 'issue-report'

const AGREED = { zh: '我已阅读并同意', en: 'I have read this and agree' }

type Attribute = ServiceDefinition['attributes'][number]

export const consentAttribute = (statement: KeptStatement, order: number, language: Language): Attribute => ({
  variable: true,
  code: OPEN311_CONSENT,
  datatype: 'singlevaluelist',
  required: true,
  datatype_description: null,
  order,
  description: statement[language],
  values: [{ key: String(statement.version), name: AGREED[language] }],
})
