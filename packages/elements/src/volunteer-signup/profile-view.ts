import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import { localYear } from '@wangge/core/roster'
import type { VolunteerProfile } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { choiceField, textField } from '../form-fields.ts'
import { TIME_ZONE } from '../locale.ts'
import { notice, problem, skeleton } from '../panels.ts'
import { readBirthYear } from './read-birth-year.ts'
import type { Stage } from './stage.ts'

/** What districts ask for; to it comes what the person has said already, and what a shift of the week asks for. */
const SKILLS = ['first-aid', 'sign-language', 'english', 'driving', 'sichuanese']

interface Draft {
  skills: readonly string[]
  birthYear: string
}

const draftOf = ({ skills, birthYear }: VolunteerProfile): Draft => ({ skills, birthYear: String(birthYear ?? '') })

/** What the person says of themselves, so that shifts which ask for it can be theirs. */
export class ProfileView {
  private readonly stage: Stage
  private readonly commands: CommandController
  private readonly profile: ResourceController<VolunteerProfile>
  /** What was changed here; undefined while it stands as it is on record. */
  private draft: Draft | undefined
  private isWrong = false
  private isSaved = false

  constructor(stage: Stage, isShown: () => boolean) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
    this.profile = new ResourceController(
      stage.host,
      () => [stage.client, isShown() && stage.isKnown ? 'profile' : ''],
      (client: Client) => client.myVolunteerProfile(),
    )
  }

  reset() {
    this.draft = undefined
    this.isWrong = false
    this.isSaved = false
    this.commands.clear()
  }

  render(): unknown {
    const { locale } = this.stage
    const { profile } = locale.t.signup
    return html`<section class="profile" part="profile" aria-labelledby="profile-title">
      <h3 id="profile-title" class="sub">${profile.title}</h3>
      <p class="small muted">${profile.hint}</p>
      ${this.content()}
    </section>`
  }

  /** All of it is saved anew, so nobody changes what they have not seen. */
  private content() {
    const { data, snapshot } = this.profile
    if (data) return this.form(data)
    if (!snapshot.error) return skeleton(this.stage.locale, 2)
    return problem(this.stage.locale, snapshot.error, () => void this.profile.refresh())
  }

  private form(data: VolunteerProfile) {
    const { locale, slots, now } = this.stage
    const { t } = locale
    const { profile } = t.signup
    const draft = this.draft ?? draftOf(data)
    const tags = new Set([...SKILLS, ...slots.flatMap(({ skills = [] }) => skills), ...data.skills])
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      void this.save(this.draft ?? draftOf(data))
    }
    return html`<form novalidate aria-labelledby="profile-title" @submit=${submit}>
      ${choiceField(locale, {
        id: 'skills',
        label: profile.skills,
        optional: true,
        several: true,
        choices: [...tags].map((value) => ({ value, label: t.roster.skill(value) })),
        values: draft.skills,
        onChange: (skills) => this.change(data, { skills }),
      })}
      ${textField(locale, {
        id: 'birth-year',
        label: profile.birthYear,
        hint: profile.birthYearHint,
        error: this.isWrong ? profile.birthYearWrong(String(localYear(now, TIME_ZONE))) : undefined,
        optional: true,
        inputmode: 'numeric',
        value: draft.birthYear,
        onInput: (birthYear) => this.change(data, { birthYear }),
      })}
      <div id="profile-outcome" role="status" tabindex="-1">
        ${this.isSaved ? notice('ok', profile.saved) : nothing} ${this.commands.view('save')}
      </div>
      <div class="actions">
        <button type="submit" class="button" ?disabled=${this.commands.busy !== ''}>${profile.save}</button>
      </div>
    </form>`
  }

  private change(data: VolunteerProfile, change: Partial<Draft>) {
    this.draft = { ...(this.draft ?? draftOf(data)), ...change }
    this.isSaved = false
    this.stage.host.requestUpdate()
  }

  private async save(draft: Draft) {
    const { stage } = this
    const { client, now } = stage
    if (!client) return undefined
    const birthYear = readBirthYear(draft.birthYear, now)
    this.isSaved = false
    this.isWrong = birthYear === 'wrong'
    if (birthYear === 'wrong') return stage.show(() => {}, '#birth-year')
    const said = { skills: [...draft.skills], ...(birthYear !== undefined && { birthYear }) }
    const result = await this.commands.run('save', () => client.saveVolunteerProfile(said))
    if (!result) return stage.show(() => {}, '#profile-outcome')
    const told = () => {
      this.draft = draftOf(result.profile)
      this.isSaved = true
    }
    return stage.show(told, '#profile-outcome')
  }
}
