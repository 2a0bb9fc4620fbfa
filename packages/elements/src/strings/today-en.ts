import type { todayZh } from './today-zh.ts'

export const todayEn: typeof todayZh = {
  view: 'My building',
  title: 'Today at my building',
  none: 'No shifts at your building today',
  noneHint: 'On the day of a shift it is listed here: show the check-in code, and say who has come.',
}
