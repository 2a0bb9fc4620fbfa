import type { Id } from '../schema.ts'

/** Resources by their path, which is also their key in the cache. */
export const GRIDS = '/v1/grids'
export const CATEGORIES = '/v1/categories'
export const SIGN_UPS = '/v1/sign-ups/'
export const SLOTS = '/v1/slots?org='

export const gridStatusPath = (gridId: Id) => `/v1/grids/${encodeURIComponent(gridId)}/status`
export const gridOutlinesPath = (gridId: Id) => `/v1/grids/${encodeURIComponent(gridId)}/outlines`
export const organisationPath = (orgId: Id) => `/v1/organisations/${encodeURIComponent(orgId)}`
export const slotsPath = (orgId: Id) => `${SLOTS}${encodeURIComponent(orgId)}`
export const receiptPath = (receipt: string) => `/v1/receipts/${encodeURIComponent(receipt)}`
export const signUpPath = (signUpId: Id) => `${SIGN_UPS}${encodeURIComponent(signUpId)}`
