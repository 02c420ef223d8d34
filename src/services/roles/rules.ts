/** What may be done to a role, as pure functions. */
import { conflict, illegalState } from '../../kernel/errors.ts'

/** Throws `illegal_state`. */
export const refuseBase = (isBase: boolean): void => {
  if (!isBase) return
  throw illegalState('A base role is the same everywhere: it is neither changed nor deleted.', {
    hint: 'Make one of your own out of it: steward roles create --base NAME --name NAME',
  })
}

/** How many people and keys have a role. */
export type Uses = { people: number; keys: number }

/** "2 people and 1 key"; nothing where nobody has it. */
export const usesText = ({ people, keys }: Uses): string =>
  [
    people > 0 ? `${people} ${people === 1 ? 'person' : 'people'}` : '',
    keys > 0 ? `${keys} ${keys === 1 ? 'key' : 'keys'}` : '',
  ]
    .filter(part => part !== '')
    .join(' and ')

/** Throws `conflict`, naming how many have it. */
export const refuseUsed = ({ id, people, keys }: Uses & { id: string }): void => {
  if (people + keys === 0) return
  throw conflict(`In use by ${usesText({ people, keys })}.`, {
    hint: `Give them another role first: steward team list --filter role=${id}`,
    details: { people, keys },
  })
}
