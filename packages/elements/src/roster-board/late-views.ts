import type { CSSResult } from 'lit'
import type { Board } from './board.ts'
import type { View } from './board-tabs.ts'
import type { CallOff } from './call-off/call-off.ts'
import { LatePart } from './late-part.ts'

export interface LateViewsOptions {
  /** Adds a view's own styles to the element's. */
  dress: (own: CSSResult) => void
  isShown: (view: View) => boolean
  isStreet: () => boolean
  /** Whether what a unit recorded is shown. */
  isKeptShown: () => boolean
}

/** The parts of the board that come when they are first wanted, by the view that they are. */
export function lateViews(board: Board, { dress, isShown, isStreet, isKeptShown }: LateViewsOptions) {
  return {
    plan: new LatePart(board, async () => {
      const { PlanView, planning } = await import('./planning/plan-view.ts')
      dress(planning)
      return new PlanView(board, () => isShown('plan'))
    }),
    quota: new LatePart(board, async () => {
      const { QuotaView, quotaStyles } = await import('./quota/quota-view.ts')
      dress(quotaStyles)
      return new QuotaView(board, { isShown: () => isShown('quota'), isStreet })
    }),
    'report-in': new LatePart(board, async () => {
      const { ReportInView, reportInStyles } = await import('./report-in/report-in-view.ts')
      dress(reportInStyles)
      return new ReportInView(board, () => isShown('report-in'))
    }),
    points: new LatePart(board, async () => {
      const { PointsView, pointsStyles } = await import('./points/points-view.ts')
      dress(pointsStyles)
      return new PointsView(board, () => isShown('points'))
    }),
    'sign-ups': new LatePart(board, async () => {
      const { SignUpsView, signUpsStyles } = await import('./sign-ups/sign-ups-view.ts')
      dress(signUpsStyles)
      return new SignUpsView(board, () => isShown('sign-ups'))
    }),
    today: new LatePart(board, async () => {
      const { TodayView, todayStyles } = await import('./today/today-view.ts')
      dress(todayStyles)
      return new TodayView(board, () => isShown('today'))
    }),
    kept: new LatePart(board, async () => {
      const { KeptRecordsView, keptRecordsStyles } = await import('./kept-records/kept-records-view.ts')
      dress(keptRecordsStyles)
      return new KeptRecordsView(board, isKeptShown)
    }),
    callOff: new LatePart<CallOff>(board, async () => {
      const { CallOff, callOffStyles } = await import('./call-off/call-off.ts')
      dress(callOffStyles)
      return new CallOff(board)
    }),
  }
}
