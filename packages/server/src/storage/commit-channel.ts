/** Channel on which every process announces its commits, as `<district>:<cursor>`. */
export const COMMIT_CHANNEL = 'wangge_commits'
