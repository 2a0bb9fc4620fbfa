import type { Localized } from '../../schema.ts'
import type { Organisation } from '../schema.ts'

/** An organisation as whoever mends it looks it up: by its name, and by its id, since several may have one name. */
export function organisationLabel({ id, name }: Pick<Organisation, 'id'> & Partial<Pick<Organisation, 'name'>>): Localized {
  if (name === undefined) return { zh: id, en: id }
  return { zh: name.zh === id ? id : `${name.zh}（${id}）`, en: name.en === id ? id : `${name.en} (${id})` }
}
