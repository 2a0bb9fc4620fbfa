import { PUBLISHED_SINCE } from './settings.ts'

/**
 * How the sample district works on its issues. What a micro-grid can put right begins there; what belongs to a public utility, to
 * law enforcement or to the cleaning company is asked of them at once; what is grave begins higher up. What residents report is published
 * once somebody has looked at it.
 */
export const issuePolicy = {
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  escalation: {
    every: { amount: 1, unit: 'workingDays' },
    // The nearer to the place, the sooner the next level hears of it; departments have a time of their own.
    after: {
      buildingHead: { amount: 120, unit: 'workingMinutes' },
      estateWorker: { amount: 240, unit: 'workingMinutes' },
      community: { amount: 1, unit: 'workingDays' },
      liaison: { amount: 1, unit: 'workingDays' },
      street: { amount: 2, unit: 'workingDays' },
    },
    emergencyToTop: true,
  },
  routing: [
    { severity: 'emergency', to: { role: 'street' } },
    { severity: 'major', to: { role: 'street' } },
    // Lamps: the power company; burst pipes and drains: the water company; public toilets: the cleaning company.
    { categoryId: 'c-facility-light', to: { role: 'liaison', orgId: 'o-a-03' } },
    { categoryId: 'c-clean-water', to: { role: 'liaison', orgId: 'o-a-04' } },
    { categoryId: 'c-clean-toilet', to: { role: 'liaison', orgId: 'o-a-14' } },
    // What nobody but law enforcement may act on.
    { categoryId: 'c-order-stall', to: { role: 'liaison', orgId: 'o-x-4' } },
    { categoryId: 'c-order-promo', to: { role: 'liaison', orgId: 'o-x-4' } },
    // Roads, benches and signals lie between estates; disputes and services need somebody who knows the house, not its head.
    { categoryId: 'c-facility', to: { role: 'community' } },
    { categoryId: 'c-traffic-signal', to: { role: 'community' } },
    { categoryId: 'c-life-dispute', to: { role: 'estateWorker' } },
    { categoryId: 'c-life-policy', to: { role: 'community' } },
    { severity: 'prominent', to: { role: 'community' } },
  ],
  publication: { moderation: PUBLISHED_SINCE.moderation, consentVersion: PUBLISHED_SINCE.consent },
}
