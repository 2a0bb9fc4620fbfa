/**
 * Open311 has no word for consent, and nothing may be kept of a person without it: in our services the statement is a required
 * attribute of this code, whose only value is the version that was read.
 */
export const OPEN311_CONSENT = 'WANGGE_CONSENT'
