import type { Cells } from '../../table/cells.ts'

/** Somebody is told by a number, as people are brought in: a name alone is nobody's. */
export function expectNumber<Key extends string>(
  cells: Cells<Key>,
  {
    numbers,
    others,
  }: { /** Any of them says who it is; told at the first. */ numbers: readonly [Key, ...Key[]]; others: readonly Key[] },
): void {
  const isTold = (key: Key) => cells.text(key) !== undefined
  if (numbers.some(isTold) || !others.some(isTold)) return
  cells.fail(numbers[0], 'required', {
    zh: '应填写手机、工号或人员编号之一：仅凭姓名不能认定是同一个人。',
    en: 'Expected a phone, a staff number or an id: a name alone is nobody’s.',
  })
}
