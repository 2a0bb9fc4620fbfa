import { isReportable } from '@wangge/core/issue'
import type { Category } from '@wangge/core/issue/schema'
import type { KeptStatement } from '@wangge/core/privacy'
import { consentAttribute } from './consent-attribute.ts'
import type { Language } from './language.ts'
import type { Service, ServiceDefinition } from './schema.ts'

/** Categories of the second level as services, grouped by the first. */
export function services(categories: readonly Category[], language: Language): Service[] {
  const byId = new Map(categories.map((category) => [category.id, category]))
  return categories.filter(isReportable).map((category) => {
    const { id, name, parentId } = category
    const group = byId.get(parentId!)?.name
    const names = [name, ...(group ? [group] : [])]
    return {
      service_code: id,
      service_name: name[language],
      description: names.map((one) => one[language]).join(' · '),
      // The consent at least is always asked for.
      metadata: true,
      type: 'realtime',
      keywords: [...new Set(names.flatMap(({ zh, en }) => [zh, en]))].map((word) => word.replaceAll(',', ' ')).join(', '),
      group: group?.[language] ?? null,
    }
  })
}

/** What a report of a category is asked for, the consent last. */
export function serviceDefinition(
  { id, attributes }: Category,
  statement: KeptStatement | undefined,
  language: Language,
): ServiceDefinition {
  const asked = attributes.map(({ code, datatype, required, label, hint, values }, index) => ({
    variable: true,
    code,
    datatype,
    required,
    datatype_description: hint?.[language] ?? null,
    order: index + 1,
    description: label[language],
    ...(values && { values: values.map(({ key, name }) => ({ key, name: name[language] })) }),
  }))
  const consent = statement ? [consentAttribute(statement, asked.length + 1, language)] : []
  return { service_code: id, attributes: [...asked, ...consent] }
}
