/** Every setting there is: its type, default, unit and what it is for. */
import { invalid } from '../../kernel/errors.ts'
import { type Field, flag, integer, parseInput, text } from '../../kernel/fields.ts'
import { nearest } from '../../kernel/nearest.ts'

export type Setting = {
  key: string
  field: Field
  /** Null means "not set"; `siteName` falls back to the organisation's name. */
  default: unknown
  unit: string | null
  /** Whether a provider may have its own value. */
  perProvider: boolean
}

const setting = (
  key: string,
  field: Field,
  rest: Partial<Pick<Setting, 'default' | 'unit' | 'perProvider'>> = {},
): Setting => ({ key, field, default: null, unit: null, perProvider: true, ...rest })

const url = text({
  about:
    'Where your platform is. Links in messages begin with it; codes are sent while it is not set.',
  max: 300,
  pattern: /^https?:\/\/[^\s?#]+$/,
  shape: 'a web address without ? and #, such as https://app.example.org',
})

export const catalogue: readonly Setting[] = [
  setting(
    'siteName',
    text({
      about: 'The name of your service, in messages and on pages.',
      max: 120,
      pattern: /^\P{Cc}*$/u,
      shape: 'a single line',
    }),
  ),
  setting('platform.url', url),
  setting(
    'consumers.projectLimit',
    integer({
      about: 'How many projects a consumer may own unless set for the person.',
      max: 100_000,
    }),
    { default: 10, unit: 'projects' },
  ),
  setting(
    'consumers.temporaryPasswordDays',
    integer({ about: 'How long a password made by Steward works.', min: 1, max: 90 }),
    { default: 7, unit: 'days' },
  ),
  setting(
    'consumers.resetMinutes',
    integer({ about: 'How long a link or code to set a new password works.', min: 5, max: 1440 }),
    { default: 30, unit: 'minutes' },
  ),
  setting(
    'accounts.firstPasswordHours',
    integer({
      about: "How long the link works by which an account's owner sets a first password.",
      min: 1,
      max: 720,
    }),
    { default: 72, unit: 'hours' },
  ),
  setting(
    'team.sessionHours',
    integer({ about: 'A sign-in of the team ends after this, however busy.', min: 1, max: 720 }),
    { default: 12, unit: 'hours' },
  ),
  setting(
    'team.idleMinutes',
    integer({
      about: 'A sign-in of the team ends when nothing was done for this long.',
      min: 1,
      max: 1440,
    }),
    { default: 30, unit: 'minutes' },
  ),
  setting(
    'team.temporaryPasswordDays',
    integer({ about: 'How long a password made for one of the team works.', min: 1, max: 90 }),
    { default: 7, unit: 'days' },
  ),
  setting(
    'team.lockAfterGuesses',
    integer({
      about: 'So many wrong guesses in a row lock a sign-in of the team; 0 never does.',
      max: 1000,
    }),
    { default: 100, unit: 'guesses' },
  ),
  setting(
    'team.passwordComposition',
    flag({ about: 'Team passwords need upper and lower case, a digit and a symbol.' }),
    { default: false },
  ),
  setting(
    'messages.noticeHours',
    integer({ about: 'A notice that could not leave within this time expires.', min: 1, max: 720 }),
    { default: 72, unit: 'hours' },
  ),
]

/** Whether it decides who gets in: how the team signs in, and where links to set a password lead. */
export const isAboutSecurity = (key: unknown): boolean =>
  typeof key === 'string' && (key.startsWith('team.') || key === 'platform.url')

/** Throws `invalid_input`, with the nearest key there is. */
export const settingNamed = (key: string): Setting => {
  const found = catalogue.find(entry => entry.key === key)
  if (found) return found
  const keys = catalogue.map(entry => entry.key)
  const near = nearest(key, keys)
  const all = `Settings: ${keys.join(', ')}.`
  throw invalid('key', 'There is no such setting.', near ? `Did you mean ${near}? ${all}` : all)
}

const keyText = text({ about: 'The key of the setting.', max: 100 })

/** A setting by its key: it reads as the setting itself. */
export const settingKey: Field<Setting> = {
  ...keyText,
  default: undefined,
  choices: catalogue.map(({ key }) => key),
  read: (value, now) => settingNamed(keyText.read(value, now)),
}

/** The value that was typed, as this setting takes it. Throws `invalid_input` on its key. */
export const settingValue = ({ key, field }: Setting, typed: unknown, now: Date): unknown =>
  parseInput({ [key]: field }, { [key]: typed }, now)[key]
