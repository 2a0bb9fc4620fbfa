/** What cells that tell of a person are expected to be; none is said again. */
export const PERSON_CELLS = {
  phone: { zh: '电话号码', en: 'a phone number' },
  staffNumber: { zh: '1 至 32 位字母、数字、- 或 _', en: '1 to 32 letters, digits, - or _' },
  personName: { zh: '1 至 40 个字的姓名', en: 'a name of 1 to 40 characters' },
} as const
