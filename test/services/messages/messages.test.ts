import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { listMessages } from '../../../src/services/messages/list.ts'
import type { Message } from '../../../src/services/messages/record.ts'
import { showMessage } from '../../../src/services/messages/show.ts'
import { outboxTable } from '../../../src/store/tables.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { send } from '../../support/mail.ts'

const link = 'https://app.acme.test/reset/8f3kQ0s7dLw2'

const reset = {
  template: 'consumer.reset-link',
  data: { name: 'Ada', minutes: 30 },
  secret: { link },
}

const recipients = async (house: House, raw: Record<string, unknown>): Promise<string[]> => {
  const { data } = await house.ask(listMessages, raw)
  return data.map(({ recipient }: Message) => recipient)
}

const later = (house: House, minutes: number) =>
  new Date(house.clock.now.getTime() + minutes * 60_000)

onEveryEngine('messages', engine => {
  it('lists what waits, the newest first, with its secrets masked', async () => {
    const house = await newHouse(engine)
    await send(house, { recipient: 'first@example.org' }, { ...reset, channel: 'sms' })
    const page = await house.ask(listMessages)
    expect(page).toMatchObject({ hasMore: false, nextCursor: null, total: 2 })
    expect(page.data[0]).toEqual({
      id: expect.stringMatching(/^msg_/),
      status: 'queued',
      channel: 'sms',
      recipient: 'ada@example.org',
      template: 'consumer.reset-link',
      subject: 'con_1',
      data: { name: 'Ada', minutes: 30, link: '(hidden)' },
      attempts: 0,
      lastError: null,
      notAfter: '2026-03-01T13:00:00.000Z',
      createdAt: '2026-03-01T12:00:00.000Z',
      sentAt: null,
    })
  })

  it('shows the text as it would be sent, with the secret masked', async () => {
    const house = await newHouse(engine)
    await send(house, reset)
    // Masked means never opened: it takes no key.
    rmSync(join(house.home, 'secret.key'))
    const { data } = await house.ask(listMessages)
    const shown = await house.ask(showMessage, { message: data[0].id })
    expect(shown).toMatchObject({ id: data[0].id, emailSubject: '[Acme] Set a new password' })
    expect(shown.text).toMatch(/^Hello Ada,\n.*\n\(hidden\)\n/s)
    expect(JSON.stringify(shown)).not.toContain(link)
  })

  it('shows a message whose template this Steward does not have, without a text', async () => {
    const house = await newHouse(engine)
    await send(house, { template: 'consumer.unheard-of' })
    const { data } = await house.ask(listMessages)
    const shown = await house.ask(showMessage, { message: data[0].id })
    expect(shown).toMatchObject({ status: 'queued', emailSubject: null, text: null })
  })

  it('does not find a message that there is not', async () => {
    const house = await newHouse(engine)
    const refused = await failure(house.run(showMessage, { message: 'msg_nothing' }))
    expect(refused).toMatchObject({ code: 'not_found', message: 'No such message.' })
  })

  it('calls expired what waited past its time, in the list, its filter and the record', async () => {
    const house = await newHouse(engine)
    await send(house, { recipient: 'late@example.org', notAfter: later(house, 10) }, {})
    house.clock.now = later(house, 10)
    expect(await recipients(house, { filter: 'status=expired' })).toEqual(['late@example.org'])
    expect(await recipients(house, { filter: 'status!=expired' })).toEqual(['ada@example.org'])
    const { data } = await house.ask(listMessages, { search: 'late' })
    expect(data).toMatchObject([{ status: 'expired' }])
    expect(await house.ask(showMessage, { message: data[0].id })).toMatchObject(data[0])
  })

  it('shows and finds every status alike, whatever the lease and the time', async () => {
    const house = await newHouse(engine)
    const table = house.host.store.table(outboxTable)
    const rows = ['queued', 'sending', 'sent', 'failed', 'expired', 'held'].flatMap(status =>
      [-1, 1].flatMap(end => [-1, 1].map(lease => ({ status, end, lease }))),
    )
    await send(house, ...rows.map((_, at) => ({ recipient: `${at}@example.org` })))
    for (const [at, { status, end, lease }] of rows.entries()) {
      const patch = { status, notAfter: later(house, end), leaseUntil: later(house, lease) }
      const where = `${at}@example.org`
      await house.host.store.engine.write(async ({ db }) => {
        await db
          .update(table)
          .set(patch as never)
          .where(eq(table.recipient, where))
        return { commit: true, value: null }
      })
    }
    const { data } = await house.ask(listMessages)
    const statusOf = ({ status, end, lease }: (typeof rows)[number]) => {
      if (status === 'sending' && lease > 0) return 'sending'
      const waits = ['queued', 'held', 'sending'].includes(status)
      if (waits && end < 0) return 'expired'
      return status === 'sending' ? 'queued' : status
    }
    const shown = new Map<string, string>(data.map((one: Message) => [one.recipient, one.status]))
    for (const [at, row] of rows.entries()) {
      expect([row, shown.get(`${at}@example.org`)]).toEqual([row, statusOf(row)])
    }
    for (const status of new Set(rows.map(row => row.status))) {
      const found = await recipients(house, { filter: `status=${status}`, sort: 'recipient' })
      const expected = [...shown].filter(([, has]) => has === status).map(([whose]) => whose)
      expect(found).toEqual(expected.sort())
    }
  })

  it('finds by any part of the recipient, and by filters that combine', async () => {
    const house = await newHouse(engine)
    await send(
      house,
      { recipient: '+255712345678', channel: 'sms', template: 'consumer.rejected' },
      { recipient: 'Zoë@example.org', subject: 'con_2' },
      { recipient: 'bob_x@example.net' },
    )
    expect(await recipients(house, { search: '+25571' })).toEqual(['+255712345678'])
    expect(await recipients(house, { search: 'EXAMPLE ob_' })).toEqual(['bob_x@example.net'])
    expect(await recipients(house, { search: '%' })).toEqual([])
    expect(await recipients(house, { filter: 'channel=sms template=consumer.rejected' })).toEqual([
      '+255712345678',
    ])
    expect(await recipients(house, { filter: 'subject=con_2 created>-1h' })).toEqual([
      'Zoë@example.org',
    ])
    expect(await recipients(house, { sort: 'recipient', limit: 1 })).toEqual(['+255712345678'])
  })

  it('pages through all of them without repeating or leaving out any', async () => {
    const house = await newHouse(engine)
    const all = Array.from({ length: 7 }, (_, at) => `${at}@example.org`)
    await send(house, ...all.map(recipient => ({ recipient })))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await house.ask(listMessages, { limit: 3, ...(cursor && { cursor }) })
      seen.push(...page.data.map(({ recipient }: Message) => recipient))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(all.toReversed())
  })
})
