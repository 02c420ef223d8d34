import { expect, it } from 'vitest'
import { databaseAddress, shownDatabase } from '../../../src/cli/environments/database.ts'

it('a file is kept from the root on, wherever its name was typed', () => {
  expect(databaseAddress('sqlite:x.db', '/srv')).toBe('sqlite:/srv/x.db')
  expect(databaseAddress('sqlite:../x.db', '/work')).toBe('sqlite:/x.db')
  expect(databaseAddress('sqlite:/data/x.db', '/work')).toBe('sqlite:/data/x.db')
  expect(databaseAddress('sqlite:///data/x.db', '/work')).toBe('sqlite:/data/x.db')
})

it('the address of a server is kept as it is', () => {
  for (const url of ['postgres://u:p@db/acme?sslmode=require', 'postgresql:///acme?host=/run']) {
    expect(databaseAddress(url, '/work')).toBe(url)
  }
})

it('anything else is refused, and never repeated', () => {
  const wrong = [
    'hunter2',
    './x.db',
    'mysql://u:hunter2@db/x',
    'sqlite:',
    'postgres://u:hun/ter2@db/x',
  ]
  for (const address of [...wrong, 'postgres://u:1/hunter2@db/x', '']) {
    expect(() => databaseAddress(address, '/work')).toThrow(
      /^This is not the address of a database/,
    )
  }
})

it('no part that may be a password is shown', () => {
  const addresses = [
    'postgres://steward:hunter2@db:5432/acme?password=hunter2#hunter2',
    'postgresql://steward:hunter2@db:5432/acme',
  ]
  for (const url of addresses) expect(shownDatabase(url)).toBe('postgres://steward@db:5432/acme')
  expect(shownDatabase('postgres:///acme?host=/run')).toBe('postgres:///acme')
  expect(shownDatabase('postgres://u:hunter2@[bad/x')).toBe('postgres:')
  expect(shownDatabase('/data/x.db')).toBe('sqlite:/data/x.db')
})
