/** The shifts of today at a building, for its head. */
export const todayZh = {
  view: '我的楼栋',
  title: '今天在我的楼栋',
  none: '今天您的楼栋没有班次',
  noneHint: '有班次的那天，会列在这里：出示签到码，登记谁到了岗。',
}
