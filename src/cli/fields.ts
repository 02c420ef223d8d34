/** From the fields of an operation to the flags and arguments of a command. */
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { FlagInput } from '@oclif/core/interfaces'
import type { Field, Fields } from '../kernel/fields.ts'

/** projectLimit -> project-limit */
export const flagName = (field: string): string =>
  field.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** The group that a flag is listed under in help. */
export const groups = { own: '', output: 'OUTPUT', safety: 'SAFETY' } as const

const about = ({ about, clearable, default: standard }: Field): string => {
  const notes = [
    clearable ? 'An empty value clears it.' : '',
    standard === undefined || standard === false ? '' : `Default: ${String(standard)}.`,
  ]
  return [about, ...notes].filter(note => note !== '').join(' ')
}

const valueName: Record<string, string> = {
  email: 'EMAIL',
  phone: 'PHONE',
  instant: 'TIME',
  integer: 'N',
  list: 'A,B',
  ref: 'SELECTOR',
  file: 'FILE',
}

/** The placeholder that stands for a value in help and in corrected commands. */
export const placeholder = (name: string, field: Field): string =>
  field.kind === 'choice'
    ? field.choices!.join('|')
    : (valueName[field.kind] ?? flagName(name).toUpperCase())

/** Flags for every field that is not given by position. A secret is never a value in argv: it comes
 * by `--x-stdin`, `--x-file`, the environment or a prompt. */
export const flagsFrom = (fields: Fields, positionals: readonly string[]): FlagInput => {
  const flags: FlagInput = {}
  for (const [name, field] of Object.entries(fields)) {
    if (positionals.includes(name)) continue
    const flag = flagName(name)
    if (field.kind === 'secret') {
      if (field.oneUse) flags[flag] = Flags.string({ description: field.about, helpValue: 'CODE' })
      flags[`${flag}-stdin`] = Flags.boolean({
        description: `Read it from standard input. ${field.about}`,
      })
      flags[`${flag}-file`] = Flags.string({
        description: 'Read it from a file.',
        helpValue: 'FILE',
      })
    } else if (field.kind === 'ref' && field.clearable) {
      flags[flag] = Flags.string({ description: field.about, helpValue: 'SELECTOR' })
      flags[`no-${flag}`] = Flags.boolean({ description: `Without one: it clears --${flag}.` })
    } else if (field.kind === 'flag' && !field.clearable) {
      flags[flag] = Flags.boolean({
        description: about(field),
        allowNo: field.default === undefined,
      })
    } else {
      flags[flag] = Flags.string({
        description: about(field),
        required: field.required,
        helpValue: placeholder(name, field),
        ...(field.choices && { options: [...field.choices] }),
      })
    }
  }
  return flags
}

const severalAbout = 'Several if you like; - reads them from standard input, one a line.'

/** `many` names the one that may be given several times, if there is one. */
export const argsFrom = (
  fields: Fields,
  positionals: readonly string[],
  many: string | null = null,
) =>
  Object.fromEntries(
    positionals.map(name => {
      const field = fields[name]!
      const required = field.required
      const several = name === many && { multiple: true as const }
      const about = several ? `${field.about} ${severalAbout}` : field.about
      // oclif would take standard input for an argument that is missing, and wait for it.
      const spec = { description: about, required, ignoreStdin: true }
      return [flagName(name), { ...Args.string(spec), ...several }]
    }),
  )
