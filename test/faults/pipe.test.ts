import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { json, newOrganization } from '../races/support.ts'
import { shell } from '../support/program.ts'

it('a list whose reader has had enough ends quietly, in every format', async () => {
  const site = await newOrganization('sqlite')
  const file = join(site.home, 'people.csv')
  const people = Array.from({ length: 1500 }, (_, at) => `Person ${at}`)
  writeFileSync(file, ['name', ...people, ''].join('\n'))
  await json(['consumers', 'import', file], site)
  const formats = ['ndjson', 'json', 'csv', 'table', 'ids', 'yaml']
  const line = (format: string) =>
    `steward consumers list --all -o ${format} | head -1 > /dev/null; echo "\${PIPESTATUS[*]}"`
  const ended = await Promise.all(formats.map(format => shell(line(format), site)))
  expect(ended).toEqual(formats.map(() => ({ exit: 0, stdout: '0 0\n', stderr: '' })))
}, 60_000)
