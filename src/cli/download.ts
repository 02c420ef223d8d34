/** Commands that hand out a file: into a file of one's own, or into a pipe, never onto a terminal. */
import * as Flags from '@oclif/core/flags'
import type { Host } from '../host.ts'
import { invalid } from '../kernel/errors.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Answered } from '../kernel/runner.ts'
import { printAnswer } from './answer.ts'
import { commandFor, type Face } from './command.ts'
import type { Typed } from './input.ts'
import { visible } from './output/safe.ts'
import { write } from './output/write.ts'
import { type HandedOut, refuseUnfit, save } from './saved.ts'

/** What an operation answers that hands out a file: what it is, and its content in base64. */
type Answer = HandedOut & { content: string }

export const downloadCommandFor = (operation: AnyOperation, face: Face) => {
  const Command = commandFor(operation, face)
  return class extends Command {
    static override flags = {
      ...Command.flags,
      to: Flags.string({
        description: 'The file to write, or a folder; standard output unless given.',
        helpValue: 'FILE',
      }),
      force: Flags.boolean({ description: 'Write over a file that is there.' }),
    }

    /** That it can't go there is told before it is read: a reading is recorded. */
    protected override async input(host: Host, typed: Typed): Promise<Record<string, unknown>> {
      const { to, force } = typed
      const onTerminal = this.terminal.interactive.stdout && this.format === 'table'
      if (to === undefined && onTerminal) {
        throw invalid('to', 'A document is no text for a terminal.', 'Give --to FILE.')
      }
      if (typeof to === 'string') refuseUnfit(to, !!force)
      return super.input(host, typed)
    }

    protected override async print(host: Host, outcome: Answered): Promise<void> {
      const { content, ...about } = outcome.value as Answer
      const { to, force } = this.flags
      const bytes = Buffer.from(content, 'base64')
      if (typeof to === 'string') {
        const file = await save(to, about, bytes, !!force)
        await printAnswer({ ...outcome, value: { ...about, file } }, this.answering(face))
        await write(this.terminal.stderr, `Written: ${visible(file)}\n`)
      } else if (this.format === 'table') await write(this.terminal.stdout, bytes)
      else await super.print(host, outcome)
    }
  }
}
