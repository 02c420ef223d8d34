import { leafText } from '../../kernel/event.ts'
import { ref } from '../../kernel/fields.ts'
import { leafHash } from '../../kernel/merkle.ts'
import { signCheckpoint } from '../../kernel/note.ts'
import { nodeReader } from '../../store/log.ts'
import { type Around, operation } from '../world.ts'
import { EventProof, proofFormat, provenEvent } from './proof.ts'
import { readEvent } from './queries.ts'
import { readCheckpoint, signerOf } from './signing.ts'

export const proveEvent = operation({
  name: 'events.prove',
  summary: 'One event with the proof that it is in the log, to be checked by anyone, offline.',
  effect: 'read',
  recorded: true,
  input: { event: ref('events', 'The event: its number or its id.') },
  output: EventProof,
  async prepare({ gateways, read }: Around, { event }) {
    const scope = await read(async tx => {
      await readEvent(tx, event)
      return tx.scope
    })
    return signerOf(gateways.keyring, scope)
  },
  async run({ store }, { event }, signer): Promise<EventProof> {
    const row = await readEvent(store, event)
    const checkpoint = await readCheckpoint(store)
    const { size, root } = checkpoint
    const { providerId } = store.scope
    const proven = await provenEvent(row, providerId, size, nodeReader(store, [row]))
    store.note({ sequence: row.sequence })
    return {
      format: proofFormat,
      ...proven,
      leafHash: leafHash(leafText(proven.leaf)).toString('base64'),
      index: row.sequence - 1,
      size,
      root: root.toString('base64'),
      checkpoint: signCheckpoint(checkpoint, signer),
      verifierKey: signer.verifierKey,
    }
  },
})
