/** What robots read as a mention, a link, emphasis or a heading, and what looks like it and means nothing. */
const MEANT: Readonly<Record<string, string>> = {
  ...{ '<': '＜', '>': '＞', '@': '＠', '[': '［', ']': '］', '*': '＊', _: '＿', '`': '｀', '#': '＃', '~': '～', '|': '｜' },
  ...{ '\\': '＼', '!': '！', '&': '＆' },
}

/**
 * A name as a group's robot shows it: one line, in which nothing mentions anybody, leads anywhere or stands out.
 * @example plain('<@all> [岗](http://x)\n') // '＜＠all＞ ［岗］(http：//x)'
 */
export const plain = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[<>@[\]*_`#~|\\!&]/g, (sign) => MEANT[sign] ?? '')
    // An address that nobody wrote as a link is made one.
    .replaceAll('://', '：//')
    .trim()
