import { choice, file, optional, ref } from '../../kernel/fields.ts'
import { typedCountry } from '../countries/countries.ts'
import { fullRecord } from '../documents/actions.ts'
import { readContent } from '../documents/content.ts'
import * as fields from '../documents/fields.ts'
import { insertDocument, sameContent, supersedeRequested } from '../documents/queries.ts'
import { ComparedDocument } from '../documents/record.ts'
import { checkDays, kinds, sides } from '../documents/rules.ts'
import { type Around, operation } from '../world.ts'
import { getConsumer, readConsumer } from './queries.ts'
import { refuseDeleted } from './rules.ts'

export const addDocument = operation({
  name: 'consumers.documents-add',
  summary: 'Keep a document of a consumer, encrypted; it waits for review.',
  effect: 'write',
  level: 'sub-account',
  input: {
    consumer: ref('consumers'),
    file: file({ about: 'The document: PDF, JPEG, PNG, WebP, HEIC or TIFF, 20 MB at most.' }),
    kind: choice({ about: 'What it is.', of: kinds }),
    side: optional(choice({ about: 'Which side of it, where it has two.', of: sides })),
    number: fields.number,
    country: fields.country,
    issuedOn: fields.issuedOn,
    expiresOn: fields.expiresOn,
  },
  output: ComparedDocument,
  async prepare({ read, gateways, now, ids, actor, dryRun }: Around, { consumer, file, ...given }) {
    checkDays(given, now)
    const owner = await read(store => readConsumer(store, consumer))
    refuseDeleted(owner, 'documents-add')
    const { content, ...about } = await readContent(file)
    const sealed = { id: ids.make('doc'), salt: ids.bytes(32).toString('hex') }
    const { organization } = actor.scope
    // A file whose row never comes is swept away later; a row without a file would be a loss.
    const name = dryRun ? 'none' : await gateways.documents.keep(organization, sealed, content)
    return { ...sealed, ...about, file: name, bytes: content.length }
  },
  async run(world, { consumer, file: _, ...given }, kept) {
    const { store, now } = world
    const owner = await getConsumer(store, consumer, now)
    refuseDeleted(owner, 'documents-add')
    const side = given.side ?? null
    await supersedeRequested(world, owner.key, { kind: given.kind, side })
    const row = await insertDocument(store, {
      ...kept,
      ...given,
      side,
      country: typedCountry(given.country ?? null),
      consumer: owner.key,
      status: 'waiting',
      problems: [],
      createdAt: now,
    })
    return { ...fullRecord(world, { row, owner }), sameAs: await sameContent(store, row) }
  },
})
