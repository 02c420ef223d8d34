/** Two owners who take each other away at the same moment: one of them stays. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { onEveryEngine, password } from '../support/house.ts'
import { answer } from '../support/owner.ts'
import { type Ended, steward } from '../support/program.ts'
import { ownPassword } from '../support/team.ts'
import { isFull, newOrganization, type Site } from './support.ts'

const rounds = isFull ? 100 : 4

type Owner = { email: string; env: Record<string, string> }

/** A second owner of the whole, with a key of their own. */
const second = async ({ env, url }: Site): Promise<Owner> => {
  const email = 'two@acme.test'
  const words = `team create --email ${email} --role owner --every-provider --password-stdin`
  expect(await steward(words.split(' '), { env, input: password })).toMatchObject({ exit: 0 })
  const home = temporaryFolder()
  const at = { STEWARD_HOME: home, STEWARD_DATABASE_URL: url }
  const file = join(home, 'new-password.txt')
  writeFileSync(file, ownPassword)
  const login = `login --email ${email} --password-stdin --new-password-file ${file}`
  expect(await steward(login.split(' '), { env: at, input: password })).toMatchObject({ exit: 0 })
  const { apiKey } = await answer(at, 'keys create --name two')
  return { email, env: { ...at, STEWARD_API_KEY: apiKey } }
}

/** What one does to the other, and how that is undone. */
const ways: [does: (whom: string) => string, undoes: (whom: string) => string][] = [
  [whom => `team disable ${whom}`, whom => `team enable ${whom}`],
  [
    whom => `team edit ${whom} --role support --no-every-provider`,
    whom => `team edit ${whom} --role owner --every-provider`,
  ],
  [whom => `team edit ${whom} --no-every-provider`, whom => `team edit ${whom} --every-provider`],
  [
    // Whoever asks is among them, and fails.
    () => 'team disable --filter role=owner --yes',
    whom => `team enable ${whom}`,
  ],
]

const run = ({ env }: Owner, line: string): Promise<Ended> =>
  steward([...line.split(' '), '--json'], { env })

onEveryEngine('owners who act at once', engine => {
  it(`leave one of them, in each of ${rounds} rounds`, async () => {
    const site = await newOrganization(engine)
    const first: Owner = { email: 'owner@acme.test', env: site.env }
    const owners: [Owner, Owner] = [first, await second(site)]
    for (let round = 0; round < rounds; round++) {
      const [mine, theirs] = [ways[round % 4]!, ways[(round >> 2) % 4]!]
      const ended = await Promise.all([
        run(owners[0], mine[0](owners[1].email)),
        run(owners[1], theirs[0](owners[0].email)),
      ])
      const lists = await Promise.all(
        owners.map(one => run(one, 'team list --filter everyProvider=yes')),
      )
      const left = lists.flatMap(({ exit, stdout }) => (exit === 0 ? [JSON.parse(stdout)] : []))
      const active = (left[0]?.data ?? []).filter(
        ({ status, role }: Record<string, string>) => status === 'active' && role === 'owner',
      )
      expect([round, ended, active]).toMatchObject([round, ended, [expect.anything()]])
      const stays = owners.findIndex(({ email }) => email === active[0].email)
      const [winner, loser] = [owners[stays]!, owners[1 - stays]!]
      const undo = (stays === 0 ? mine : theirs)[1](loser.email)
      expect(await run(winner, undo)).toMatchObject({ exit: 0 })
    }
  }, 600_000)
})
