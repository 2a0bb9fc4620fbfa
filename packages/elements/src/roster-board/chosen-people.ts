import type { SlotRole } from '@wangge/core/roster/schema'

/** Who is chosen to be named or invited together, whatever is searched for meanwhile, and as what. */
export class ChosenPeople {
  /** Empty for whatever each may fill and the shift needs. */
  role: SlotRole | '' = ''
  private ids: readonly string[] = []

  /** In the order in which they were chosen: so seats are given. Only those of a list: others cannot be named from it. */
  of<Person extends { personId: string }>(people: readonly Person[]): Person[] {
    const byId = new Map(people.map((one) => [one.personId, one]))
    return this.ids.flatMap((id) => byId.get(id) ?? [])
  }

  choose(personId: string, isChosen: boolean) {
    const others = this.ids.filter((id) => id !== personId)
    this.ids = isChosen ? [...others, personId] : others
  }

  clear() {
    this.ids = []
    this.role = ''
  }
}
