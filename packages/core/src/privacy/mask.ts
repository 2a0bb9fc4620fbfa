import { normalisePhone } from './normalise.ts'

/** Surnames of two characters that are in use; any other name of Han characters is taken to begin with one. */
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 ' +
    '仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 ' +
    '段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五 歐陽 司馬 東方 南宮 諸葛 尉遲 赫連 鮮于 令狐'
  ).split(' '),
)

/**
 * A name as a list shows it: enough to tell whom one means, not enough to look somebody up.
 * @example
 * maskName('张小丰') // '张*丰'
 * maskName('欧阳娜') // '欧阳*'
 * maskName('John Smith') // 'J*** S****'
 */
export function maskName(name: string): string {
  const letters = [...name.trim()]
  if (letters.length === 0) return ''
  if (!/\p{Script=Han}/u.test(name)) return name.trim().split(/\s+/).map(maskWord).join(' ')
  const surname = letters.length > 2 && COMPOUND_SURNAMES.has(letters.slice(0, 2).join('')) ? 2 : 1
  if (letters.length <= surname) return '*'
  // A middle dot parts the names of some of the nationalities: its place tells little and helps reading.
  const given = letters.slice(surname)
  const middle = given.slice(0, -1).map((letter) => (letter === '·' ? letter : '*'))
  // The last one is shown where something before it is not.
  const last = middle.includes('*') ? given.at(-1)! : '*'
  return [...letters.slice(0, surname), ...middle, last].join('')
}

const maskWord = (word: string): string => {
  const [first = '', ...rest] = [...word]
  return rest.length === 0 ? '*' : first + '*'.repeat(rest.length)
}

/**
 * The first three and the last four digits of a number of eleven; of a shorter one the last two.
 * @example
 * maskPhone('13800000000') // '138****0000'
 */
export function maskPhone(phone: string): string {
  const digits = normalisePhone(phone)
  if (digits.length < 11) return '*'.repeat(Math.max(digits.length - 2, 0)) + digits.slice(-2)
  return digits.slice(0, 3) + '*'.repeat(digits.length - 7) + digits.slice(-4)
}
