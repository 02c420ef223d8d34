import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMessage, templateKeys } from '../../../src/services/messages/templates.ts'

const data = {
  name: 'Ada Okafor',
  reason: 'payment disputed',
  until: '2026-03-04T10:00:00.000Z',
  minutes: 30,
  email: 'ada@example.org',
  phone: '+255712345678',
  device: 'Steward 0.1.0 on Linux',
  host: 'ada-laptop',
  at: '2026-03-04T10:00:00.000Z',
}
const secrets = { link: 'https://app.acme.test/reset/8f3kQ0s7dLw2', code: '402931' }

const email = (template: (typeof templateKeys)[number], more: Record<string, unknown> = {}) =>
  renderMessage({ template, channel: 'email', data: { ...data, ...more } }, secrets, 'Acme')

const sms = (template: (typeof templateKeys)[number], more: Record<string, unknown> = {}) =>
  renderMessage({ template, channel: 'sms', data: { ...data, ...more } }, secrets, 'Acme')

describe('message templates', () => {
  it('write an email with the site in its subject, a greeting and a signature', () => {
    expect(email('consumer.suspended')).toEqual({
      subject: '[Acme] Your account is suspended',
      text: [
        'Hello Ada Okafor,',
        'Your account is suspended until 2026-03-04 10:00 UTC.',
        'Reason: payment disputed',
        'Your credits are kept.',
        'Acme\n',
      ].join('\n\n'),
    })
  })

  it('say nothing of an end that is not set', () => {
    expect(email('consumer.suspended', { until: null }).text).toContain('is suspended.\n')
    expect(sms('consumer.suspended', { until: null }).text).toBe(
      'Acme: your account is suspended. Reason: payment disputed',
    )
  })

  it('say so when an address was taken away', () => {
    expect(email('consumer.phone-changed', { phone: null }).text).toContain('is now empty.')
  })

  it.each(templateKeys)('fit %s into one SMS segment of plain GSM letters', template => {
    const { subject, text } = sms(template)
    expect(subject).toBeNull()
    expect(text).toMatch(/^Acme: [\x20-\x5a_a-z]+$/)
    expect(text.length).toBeLessThanOrEqual(160)
  })

  it('keep the name out of an SMS, whose letters would make it longer', () => {
    for (const template of templateKeys) {
      expect(sms(template, { name: 'أيوب' }).text).toBe(sms(template).text)
    }
  })

  it('show the link and the code that they are about', () => {
    expect(email('consumer.reset-link').text).toContain(`\n\n${secrets.link}\n\n`)
    expect(sms('consumer.reset-link').text).toContain(secrets.link)
    expect(email('consumer.reset-code').text).toContain(secrets.code)
    expect(sms('consumer.reset-code').text).toContain(secrets.code)
  })

  it('tell whoever is sent a code to give it to nobody', () => {
    const codes = templateKeys.filter(key => /^team\..*-code$/.test(key))
    expect(codes).toHaveLength(4)
    for (const key of codes) {
      expect(email(key).text).toMatch(/402931\n\nIt works once, within 30 minutes.*nobody/)
      expect(sms(key).text).toMatch(/^Acme: 402931 is your code to .*nobody\.$/)
    }
  })

  it('say where somebody signed in, and what to do about it', () => {
    const { text } = email('team.new-device')
    expect(text).toContain('Steward 0.1.0 on Linux on ada-laptop, 2026-03-04 10:00 UTC.')
    expect(text).toContain('steward me sessions list')
  })

  it('have as many lines as they were written with, whatever the data', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', '\r', '\n', '\0', '\u2028', '\x85', ':'),
    })
    const key = fc.constantFrom(...templateKeys)
    const lines = (text: string | null) => (text ?? '').split(/[\n\r\u2028\u2029\x85]/).length
    fc.assert(
      fc.property(key, hostile, hostile, (template, text, site) => {
        const values = {
          ...{ name: text, reason: text, until: text, minutes: text, email: text },
          ...{ device: text, host: text, at: text, phone: text },
        }
        const write = (channel: 'email' | 'sms', of: object, name: string) =>
          renderMessage({ template, channel, data: { ...data, ...of } }, secrets, name)
        const bad = write('email', values, site)
        expect(lines(bad.subject)).toBe(1)
        expect(lines(bad.text)).toBe(lines(write('email', {}, 'Acme').text))
        expect(lines(write('sms', values, site).text)).toBe(1)
      }),
    )
  })
})
