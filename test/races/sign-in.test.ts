/** Signing in by many processes at once: guesses are counted, and a code counts once. */
import { expect, it } from 'vitest'
import { onEveryEngine, password } from '../support/house.ts'
import { answer, codeOf, enrol, init, owner, wrongCode } from '../support/owner.ts'
import { type Ended, steward, stewards } from '../support/program.ts'
import { isFull, newSite, type Site } from './support.ts'

const many = isFull ? 50 : 12

const atOnce = async (site: Site, code: string): Promise<Ended[]> => {
  const words = ['login', '--email', owner, '--password-stdin', '--code', code, '--json']
  return stewards(many, () => words, { ...site, input: password })
}

const errorOf = ({ stdout }: Ended) => JSON.parse(stdout).error

/** Three are free; then one more after 2 s, after 4 s more, after 8 s more, on a slow machine too. */
const mostEvaluated = (seconds: number) => Math.max(5, 3 + Math.floor(Math.log2(1 + seconds / 2)))

onEveryEngine('many sign-ins at once', engine => {
  it('of guesses at a code at most five are evaluated, and none signs in', async () => {
    const site = await newSite(engine)
    await init(site.env)
    const { secret } = await enrol(site.env)
    const begun = performance.now()
    const ended = await atOnce(site, wrongCode(secret))
    const most = mostEvaluated((performance.now() - begun) / 1000)
    expect(ended.map(({ exit }) => exit)).toEqual(Array(many).fill(4))
    const evaluated = ended.filter(one => errorOf(one).details?.needs === 'code')
    const refused = ended.filter(one => errorOf(one).details?.retryAfter > 0)
    expect(evaluated.length).toBeGreaterThan(0)
    expect(evaluated.length).toBeLessThanOrEqual(most)
    expect(evaluated.length + refused.length).toBe(many)
  }, 120_000)

  it('with one right code one signs in, and one session is made', async () => {
    const site = await newSite(engine)
    await init(site.env)
    const { secret } = await enrol(site.env)
    const ended = await atOnce(site, codeOf(secret))
    const codes = ended.map(({ exit }) => exit).sort()
    expect(codes).toEqual([0, ...Array(many - 1).fill(4)])
    const { data } = await answer(site.env, 'me sessions list')
    expect(data).toHaveLength(1)
  }, 120_000)

  it('an unknown email and a wrong password can not be told apart', async () => {
    const site = await newSite(engine)
    await init(site.env)
    const guess = (email: string) => {
      const words = ['login', '--email', email, '--password-stdin', '--json']
      return steward(words, { env: site.env, input: 'not the password' })
    }
    const wrong = await guess(owner)
    const unknown = await guess('nobody@acme.test')
    expect(wrong).toMatchObject({ exit: 4, stderr: '' })
    expect(unknown).toEqual(wrong)
  }, 60_000)
})
