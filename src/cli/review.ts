/**
 * The review queue at a terminal: one person after the other, their documents, and what to do about
 * each. Whoever is looked at is claimed meanwhile, and let go of at the end, however it ends.
 */
import { invalid, StewardError } from '../kernel/errors.ts'
import { text } from '../kernel/fields.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { catalogue, type OperationName } from '../services/catalogue.ts'
import { failureText } from './failure.ts'
import { renderRecord, type Section } from './output/record.ts'
import { visible } from './output/safe.ts'
import type { Terminal } from './output/terminal.ts'
import { write } from './output/write.ts'
import { agrees, askText, choose, chooseSeveral, wentBack } from './prompts.ts'
import { type HandedOut, refuseUnfit, save, savedAs } from './saved.ts'
import {
  documentSections,
  heldText,
  type Review,
  reviewSections,
  type ShownDocument,
} from './views/document.ts'

/** What was done, counted. */
export const noVerdicts = {
  reviewed: 0,
  accepted: 0,
  rejected: 0,
  requested: 0,
  approved: 0,
  turnedDown: 0,
}

export type Verdicts = typeof noVerdicts

export type Desk = {
  /** Runs an operation as whoever reviews. */
  run(operation: AnyOperation, raw: Record<string, unknown>): Promise<unknown>
  terminal: Terminal
  now(): Date
}

export const needsTerminal = () =>
  invalid(
    undefined,
    'Reviewing step by step needs a terminal.',
    'In a script: steward consumers review next --json',
  )

/** Where to go from a question: on, with it decided or left as it is; back; to another person; home. */
type Way = 'done' | 'next' | 'back' | 'skip' | 'stop'

const load = async (name: OperationName): Promise<AnyOperation> => catalogue[name]()

/** Goes on until nobody waits or the reviewer stops; answers what was decided. */
export const walkQueue = async (desk: Desk): Promise<Verdicts> => {
  const verdicts = { ...noVerdicts }
  const held = new Set<string>()
  const next = await load('consumers.review-next')
  try {
    for (;;) {
      const { review, left } = (await desk.run(next, {})) as { review: Review | null; left: number }
      if (!review) {
        await say(desk, 'Nobody waits for review.\n')
        return verdicts
      }
      held.add(review.id)
      await say(desk, `\n${left === 0 ? 'Nobody else waits' : `${left} more wait`} after this:\n\n`)
      const way = await reviewPerson(desk, review, verdicts)
      if (way === 'stop') return verdicts
      // Who is left for later stays claimed until the end: they would come again at once.
      if (way !== 'done') continue
      verdicts.reviewed += 1
      await letGo(desk, review.id, held)
    }
  } finally {
    for (const id of held) await letGo(desk, id, held)
  }
}

/** A claim that can't be released any more has run out, or does so by itself. */
const letGo = async (desk: Desk, id: string, held: Set<string>): Promise<void> => {
  held.delete(id)
  await desk.run(await load('consumers.review-release'), { consumer: id }).catch(() => undefined)
}

const say = (desk: Desk, line: string) => write(desk.terminal.stderr, line)

const show = async (desk: Desk, sections: Section[]): Promise<void> => {
  await say(desk, `${await renderRecord(sections, { terminal: desk.terminal })}\n`)
}

/** The documents that wait, then the person if they are pending. Back leads to the one before. */
const reviewPerson = async (desk: Desk, review: Review, verdicts: Verdicts): Promise<Way> => {
  await show(desk, reviewSections(review, desk.terminal))
  const wanted = { consumer: review.id, filter: 'status=waiting', sort: 'createdAt', limit: 500 }
  const { data } = (await desk.run(await load('consumers.documents-list'), wanted)) as {
    data: ShownDocument[]
  }
  const steps = data.map(
    (document, at) => () => decideDocument(desk, document, { at, of: data.length, verdicts }),
  )
  if (review.status === 'pending') steps.push(() => decidePerson(desk, review, verdicts))
  const decided = new Set<number>()
  for (let at = 0; at < steps.length; ) {
    const way = await steps[at]!()
    if (way === 'skip' || way === 'stop') return way
    if (way === 'back' && at === 0) return 'stop'
    if (way === 'done') decided.add(at)
    at += way === 'back' ? -1 : 1
  }
  return decided.size === steps.length ? 'done' : 'skip'
}

/** What can be chosen: an act, or a way on. */
type Choice = { value: string; name: string; act?: () => Promise<boolean> }

/** The cursor stands on one that decides nothing: Enter by a slip, or once too often, does no harm. */
const leave = { value: 'next', name: 'Leave it as it is, go on' }

const ways: Choice[] = [
  { value: 'back', name: 'Back' },
  { value: 'skip', name: 'Skip this person' },
  { value: 'stop', name: 'Stop' },
]

/** Asks until something is chosen that leads on. Esc in a question of a verdict comes back here, and
 * here it leads back; what is refused is told, and asked again. */
const decide = async (
  desk: Desk,
  message: string,
  choices: readonly Choice[],
  harmless: () => string,
): Promise<Way> => {
  for (;;) {
    const told = [...choices, ...ways].map(({ value, name }) => ({ value, name }))
    const chosen = await choose<string>(message, told, harmless()).catch(error => {
      if (wentBack(error)) return 'back'
      throw error
    })
    const act = choices.find(({ value }) => value === chosen)?.act
    if (!act) return chosen as Way
    try {
      if (await act()) return 'done'
    } catch (error) {
      if (error instanceof StewardError) await say(desk, failureText(error))
      else if (!wentBack(error)) throw error
    }
  }
}

type Around = { at: number; of: number; verdicts: Verdicts }

const decideDocument = async (
  desk: Desk,
  { id }: ShownDocument,
  { at, of, verdicts }: Around,
): Promise<Way> => {
  const found = await desk.run(await load('consumers.documents-show'), { document: id })
  const { actions = [], ...shown } = found as ShownDocument
  await show(desk, documentSections(shown, desk.terminal))
  let seen = false
  const save = async () => {
    await saveDocument(desk, shown)
    seen = true
    return false
  }
  const judge = (verb: 'accept' | 'reject' | 'request', count: keyof Verdicts) => async () => {
    if (verb === 'accept' && !seen && !(await agrees(unseen))) return false
    const operation = await load(`consumers.documents-${verb}`)
    await desk.run(operation, { document: id, ...(await verdictFor(desk, operation, shown)) })
    verdicts[count] += 1
    await say(desk, `${told[count]}.\n\n`)
    return true
  }
  const judgements = [
    { value: 'accept', name: 'Accept it', act: judge('accept', 'accepted') },
    { value: 'reject', name: 'Reject it', act: judge('reject', 'rejected') },
    { value: 'request', name: 'Ask for another', act: judge('request', 'requested') },
  ]
  const choices = [
    { value: 'save', name: 'Save it to look at it', act: save },
    leave,
    ...judgements.filter(({ value }) =>
      actions.some(one => one.allowed && one.operation === `consumers.documents-${value}`),
    ),
  ]
  const harmless = () => (seen ? leave.value : 'save')
  return decide(desk, `Document ${at + 1} of ${of}`, choices, harmless)
}

const unseen = 'You have not saved it to look at it. Accept it all the same?'

const told: Partial<Record<keyof Verdicts, string>> = {
  accepted: 'Accepted',
  rejected: 'Rejected; the person is told by email',
  requested: 'Asked for another, by email',
  approved: 'Approved; the person is told',
  turnedDown: 'Turned down; the person is told',
}

/** What a verdict needs besides the document: problems and words for it, or its last day. */
const verdictFor = async (
  desk: Desk,
  { input }: AnyOperation,
  { expiresOn }: ShownDocument,
): Promise<Record<string, unknown>> => {
  const now = desk.now()
  if (!input.problems) {
    if (expiresOn) return {}
    const asked = 'Last day it is valid, as 2031-05-31 (Enter: none)'
    return { expiresOn: await askText(asked, input.expiresOn, now) }
  }
  const problems = await chooseSeveral(
    'What is wrong (space marks, Enter goes on)',
    input.problems,
    now,
  )
  const required = problems.includes('other')
  const asked = `In your own words, for the person${required ? '' : ' (Enter: nothing)'}`
  return { problems, reason: await askText(asked, { ...input.reason, required }, now) }
}

const saveDocument = async (desk: Desk, about: HandedOut): Promise<void> => {
  const name = text({ about: 'Where to.', max: 4096 })
  const to = await askText('Save as', name, desk.now(), savedAs('.', about))
  refuseUnfit(to!, false)
  const answer = (await desk.run(await load('consumers.documents-download'), {
    document: about.id,
  })) as HandedOut & { content: string }
  const file = await save(to!, about, Buffer.from(answer.content, 'base64'), false)
  await say(desk, `Written: ${visible(file)}\n\n`)
}

const decidePerson = async (desk: Desk, review: Review, verdicts: Verdicts): Promise<Way> => {
  const judge = (verb: 'approve' | 'reject', count: keyof Verdicts) => async () => {
    if (verb === 'approve' && !(await agrees(await approval(desk, review)))) return false
    const operation = await load(`consumers.${verb}`)
    const { reason } = operation.input
    const words = reason
      ? { reason: await askText('Why; the person is told', reason, desk.now()) }
      : {}
    await desk.run(operation, { consumer: review.id, ...words })
    verdicts[count] += 1
    await say(desk, `${told[count]}.\n\n`)
    return true
  }
  const choices = [
    leave,
    { value: 'approve', name: 'Approve', act: judge('approve', 'approved') },
    { value: 'reject', name: 'Turn down', act: judge('reject', 'turnedDown') },
  ]
  const message = `${visible(review.name)} is pending`
  return decide(desk, message, choices, () => leave.value)
}

/** Who is let in, and on what, as it stands now. */
const approval = async (desk: Desk, { id, name, email }: Review): Promise<string> => {
  const show = await load('consumers.show')
  const { documents } = (await desk.run(show, { consumer: id })) as Pick<Review, 'documents'>
  const whom = email ? `${visible(name)} <${visible(email)}>` : visible(name)
  return `Approve ${whom}? Documents: ${heldText(documents)}.`
}
