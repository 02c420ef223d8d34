/** The long form of what test/blackbox/bulk-kill.test.ts shows once: a run that is stopped again and again. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isFull, json, newOrganization } from '../races/support.ts'
import { onEveryEngine } from '../support/house.ts'
import { steward } from '../support/program.ts'
import { lasting, momentsIn, stopped } from './support.ts'

const many = 10_000

onEveryEngine('a run over many', engine => {
  it.runIf(isFull)(
    'that is stopped by Ctrl-C ten times does each row once',
    async () => {
      const site = await newOrganization(engine)
      const file = join(site.home, 'people.csv')
      const people = Array.from({ length: many }, (_, at) => `Person ${at},KE`)
      writeFileSync(file, ['name,country', ...people, ''].join('\n'))
      await json(['consumers', 'import', file], site)
      const whole = ['--filter', 'country=KE', '--reason', 'audit', '--confirm', String(many)]
      const key = ['--idempotency-key', 'k1', '--json']
      const verb = ['consumers', 'suspend']
      const usual = await lasting(() => steward([...verb, ...whole, '--dry-run', '--json'], site))
      const exits = []
      for (const after of momentsIn(usual / 10, 10)) {
        const ended = await stopped([...verb, ...whole, ...key], site, 300 + after, 'SIGINT')
        exits.push(ended.exit)
        if (ended.exit === 130) expect(ended.stderr).toContain('--resume run_')
      }
      // One that had not begun yet ends by the signal itself, which a shell calls 130, too; and on a
      // fast machine the last ones may find that all is done.
      expect(exits.filter(exit => ![0, 130, null].includes(exit))).toEqual([])
      expect(exits).toContain(130)
      const [run] = (await json(['runs', 'list'], site)).data
      const resumed = await steward([...verb, '--resume', run.id, '--json'], site)
      expect(JSON.parse(resumed.stdout.trimEnd().split('\n').at(-1)!).summary).toMatchObject({
        matched: many,
        succeeded: many,
        failed: 0,
      })
      const filter = ['--filter', 'type=consumers.suspend', '--count', '--limit', '1']
      expect((await json(['events', 'list', ...filter], site)).total).toBe(many)
      expect(await json(['db', 'check'], site)).toMatchObject({ ok: true })
    },
    300_000,
  )
})
