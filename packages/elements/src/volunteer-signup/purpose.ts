/** What a volunteer agrees to: the statement's name. */
export const PURPOSE = 'volunteer-duty'
