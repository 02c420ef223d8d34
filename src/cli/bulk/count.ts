/** What stands between a count and so many changes. */
import { invalid, type StewardError } from '../../kernel/errors.ts'

/** Up to here a yes will do; beyond, the count itself is typed. */
export const mostByYes = 100

export const shownCount = (count: number, topic: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? topic.replace(/s$/, '') : topic}`

type Given = {
  matched: number
  topic: string
  /** What --confirm said besides the name of the environment. */
  confirmed: readonly string[]
  /** --max-affected. */
  most?: string | undefined
}

/** Throws `invalid_input` when what was given of the count is not so. Answers whether it was given. */
export const checkCount = ({ matched, topic, confirmed, most }: Given): boolean => {
  if (most !== undefined && !/^\d{1,15}$/.test(most)) {
    throw invalid('maxAffected', '--max-affected must be a whole number.')
  }
  const other = confirmed.find(value => numberIn(value) !== matched)
  if (other !== undefined) {
    throw wrong(
      `${shownCount(matched, topic)} would be affected: that is not what --confirm says.`,
      {
        ...{ matched, topic },
      },
    )
  }
  if (most !== undefined && matched > Number(most)) {
    throw invalid(
      'maxAffected',
      `${shownCount(matched, topic)} would be affected, which is more than --max-affected allows.`,
      'Nothing was changed.',
      { matched },
    )
  }
  return confirmed.length > 0
}

/** For scripts: nobody can be asked. */
export const countWanted = (matched: number, topic: string): StewardError =>
  wrong(`${shownCount(matched, topic)} would be affected: more than ${mostByYes} need the count.`, {
    matched,
    topic,
  })

const wrong = (message: string, { matched }: { matched: number; topic: string }): StewardError =>
  invalid(
    'confirm',
    message,
    `Nothing was changed. If that many are meant, repeat it with --confirm ${matched}.`,
    { matched },
  )

/** A count may be typed as it is shown: 1,204. */
const numberIn = (value: string): number =>
  /^\d+(,\d{3})*$/.test(value) ? Number(value.replaceAll(',', '')) : Number.NaN
