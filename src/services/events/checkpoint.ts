import * as z from 'zod/mini'
import { signCheckpoint } from '../../kernel/note.ts'
import { operation } from '../world.ts'
import { readCheckpoint, signerOf } from './signing.ts'

export const checkpointEvents = operation({
  name: 'events.checkpoint',
  summary: 'The head of the log, signed: keep it elsewhere and hold the log against it later.',
  effect: 'read',
  input: {},
  output: z.object({
    origin: z.string(),
    size: z.number(),
    /** Base64, as in the note. */
    root: z.string(),
    note: z.string(),
    verifierKey: z.string(),
  }),
  async prepare({ gateways, actor }) {
    return signerOf(gateways.keyring, actor.scope)
  },
  async run({ store }, _, signer) {
    const checkpoint = await readCheckpoint(store)
    return {
      ...checkpoint,
      root: checkpoint.root.toString('base64'),
      note: signCheckpoint(checkpoint, signer),
      verifierKey: signer.verifierKey,
    }
  },
})
