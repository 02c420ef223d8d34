/** How far something long has come, on one line of stderr: only where a person is watching. */
import type { Terminal } from './output/terminal.ts'

export type Progress = {
  /** One more is done. `position` says how far that is in the whole, where it isn't the count. */
  step(position?: number): void
  done(): void
}

const silent: Progress = { step() {}, done() {} }

/** Redrawn at most ten times a second. */
const between = 100

/** With ACCESSIBLE=1 nothing moves: a line of its own, now and then. */
const betweenLines = 10_000

/** What a rate is measured by has to have gone on for so long before it says anything. */
const settled = 1000

/** `total` is what there is to do in all, where that is known: of `what`, or of what `position` says. */
export const progressOn = (
  { stderr, interactive, accessible }: Terminal,
  what: string,
  total?: number,
): Progress => {
  if (!interactive.stderr) return silent
  const begun = performance.now()
  let count = 0
  let drawn = accessible ? begun : 0
  let wiped = true
  return {
    step(position) {
      count += 1
      const now = performance.now()
      if (now - drawn < (accessible ? betweenLines : between)) return
      drawn = now
      const part = total ? Math.min((position ?? count) / total, 1) : undefined
      const text = progressText({ count, what, part, elapsed: now - begun })
      stderr.write(accessible ? `${text}\n` : `\r\x1b[K${text}`)
      wiped = accessible
    },
    done() {
      if (!wiped) stderr.write('\r\x1b[K')
      wiped = true
    },
  }
}

/** `part` is how much of the whole is done, from 0 to 1; `elapsed` is in milliseconds. */
export const progressText = (at: {
  count: number
  what: string
  part: number | undefined
  elapsed: number
}): string => {
  const { count, what, part, elapsed } = at
  const said = [`${count.toLocaleString('en')} ${what}`]
  if (part !== undefined) said.push(`${Math.floor(part * 100)} %`)
  if (elapsed >= settled) {
    said.push(`${Math.round(count / (elapsed / 1000)).toLocaleString('en')} a second`)
    if (part && part < 1) said.push(`${lasting((elapsed / part) * (1 - part))} left`)
  }
  return said.join(', ')
}

/** Roughly, as a person would say it. */
const lasting = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
