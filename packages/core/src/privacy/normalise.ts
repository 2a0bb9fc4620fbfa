/**
 * A number in one spelling, so that the same phone is found again however it was written: full-width digits, spaces and
 * dashes, and the country code of China with `+86`, `0086` or `86` before a mobile number.
 * @example
 * normalisePhone('+86 138-0000-0000') // '13800000000'
 */
export function normalisePhone(phone: string): string {
  const plain = phone.normalize('NFKC').replaceAll(/[^\d+]/g, '')
  const digits = plain.replace(/^(\+|00)/, '').replaceAll('+', '')
  return /^86(1\d{10})$/.exec(digits)?.[1] ?? digits
}

/**
 * A name in one spelling: compatibility forms, the several middle dots and any space made alike; letters in lower case.
 * @example
 * normaliseName('Ａda  Lovelace') // 'ada lovelace'
 */
export function normaliseName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replaceAll(/[·•‧∙⋅・]/g, '·')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()
  // Between Han characters a space is an accident of typing.
  return plain.replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
}
