/**
 * Channel on which every process announces its commits, as `<district>:<cursor>`; with `!` behind where credentials were taken
 * back.
 */
export const COMMIT_CHANNEL = 'wangge_commits'
