/**
 * Colour, by meaning. Without colour nothing is loaded and text passes unchanged, so no renderer
 * asks whether there is colour, and nothing is ever told by colour alone.
 */
import type { ColourLevel } from './terminal.ts'

export type Colour = 'green' | 'yellow' | 'red' | 'grey' | 'cyan' | 'blue' | 'magenta'
export type Tone = Colour | 'bold' | 'dim'
export type Paint = (text: string, tone: Tone | undefined) => string

/** The painter for a stream's colour level. */
export async function painterOf(level: ColourLevel): Promise<Paint> {
  if (level === 0) return text => text
  const { Chalk } = await import('chalk')
  const chalk = new Chalk({ level })
  return (text, tone) => (tone === undefined ? text : chalk[tone](text))
}
