/** The macs here were computed by Python's hmac, hashlib and base64, not by the program. */
import { describe, expect, it } from 'vitest'
import { judgeLink, partsOf } from '../../../src/services/accounts/sign-on-link.ts'

const token = 'sso_7Qm2xVb9Lr4Tz8Kd1Wf6Hy3Np5Gs0Jc2Xa7Ue4Ri'
const email = 'c+1@Client.example'
const ts = '1772366400000'
const t = '600000'
const now = new Date(Number(ts) + 1000)
const account = { email, token }

const vectors: [RegExp | null, string][] = [
  [null, 'f417c6412f5f558dfe54b66933999da9ccd5048b08bcd8e150ed76a1afce2fcb'],
  [/capital letters/, 'F417C6412F5F558DFE54B66933999DA9CCD5048B08BCD8E150ED76A1AFCE2FCB'],
  [/in base64: write/, '9BfGQS9fVY3+VLZpM5mdqczVBIsIvNjhUO12oa/OL8s='],
  [/base64url/, '9BfGQS9fVY3-VLZpM5mdqczVBIsIvNjhUO12oa_OL8s'],
  [/without padding/, '9BfGQS9fVY3+VLZpM5mdqczVBIsIvNjhUO12oa/OL8s'],
  [
    /hexadecimal in base64/,
    'ZjQxN2M2NDEyZjVmNTU4ZGZlNTRiNjY5MzM5OTlkYTljY2Q1MDQ4YjA4YmNkOGUxNTBlZDc2YTFhZmNlMmZjYg==',
  ],
  [/over ts \+ email \+ t/, '85fd6afdcdb79021e82d4516d342efd74c23c76003f3cbfce4bda2926fb336d4'],
  [/over email \+ t \+ ts: .*; is in base64/, 'BZyzAriLaNN0s+XUGzW+6w8Ranv8YL8Q9nsQ0I51ozA='],
  [/over email \+ ts:/, 'b1de25886ec93b319349c024eaea3b3e2338c1667725d19c4135bbb030907025'],
  [/"&" between/, '4f24ac9469b9bd3248f1b673bf012efeda132595a60f55f57d8f258ab023ed91'],
  [/with their names/, '4c064d7ec228f87600e688f595ae87a9c7d8a5bc2eb2d08456e12a5276022023'],
  [/in lower case/, '417a2ad6279cd7e915932ee433963242ef03c04ccd005c0204a44a42b1ff03b2'],
  [/encoded in the link/, '24020afaa1a0de0fa984742ede7cea755e60779baec1d72216b8be7f77430271'],
  [/t in seconds/, '0b4d0d7acaef68c660ce36cb175637f2215d478c333a665f75c26da6fcb5a655'],
  [/ts in seconds/, 'fe83280d49eb1d47a860d54abac5c69ea616400eee721dac88a09d8a0a3398be'],
  [/line break at the end/, '6d19da289061540a03d782f64752d5b0591ad52540916bf4df3142c575063909'],
  [/around it/, '832915730c323d361418e634c7c183b7720712897bfc83070fdf92ae3878a07a'],
  [/without its beginning/, '81de0fa958989a67497c94338230114fc7f16cb05e0dbcfb7edcbf9622353770'],
  [/wrong way round/, 'a1675c9511cf198ae799b5acdbb9c942d65a465e86c298805b61c65638db4060'],
  [/HMAC-SHA1:/, '463deba56566baac7b5ff2192ea9c71faa875a7f'],
  [
    /HMAC-SHA512:/,
    'e788cbfff4edb2fc913e692de323a32cfd6caa610d54c0c80c2ca63720232b4284b2c1b58af266d1c0f263cfe4033b3e86b1c100e83d7aa3fedfd1b99b429453',
  ],
  [/plain SHA-256/, '37b4b3895af9ddc2a7058d6ead6ce07c3e13858bf8206115901207649c4bc4c3'],
  [/another token/, '3d953e6b88d1ad5056d5cbb21cac433a8ecae771c57cfd3ba6b3e024e432fba4'],
  [/12 hexadecimal digits/, 'f417c6412f5f'],
  [/no HMAC-SHA256/, 'nonsense'],
]

const right = vectors[0]![1]
const judge = (parts: object, at = now) =>
  judgeLink({ email, ts, t, mac: right, ...parts }, account, at)

describe('a sign-on link', () => {
  it.each(vectors)('whose mac is told as %s', (problem, mac) => {
    const verdict = judge({ mac })
    expect(verdict).toMatchObject({ email: null, ts: null, t: null })
    if (problem === null) expect(verdict.mac).toBeNull()
    else expect(verdict.mac).toMatch(problem)
  })

  it.each([
    [{ email: 'other@client.example' }, 'email', /not the account's contact email/],
    [{ email: email.toLowerCase() }, 'email', /own spelling/],
    [{ email: email.replace('+', ' ') }, 'email', /encode it as %2B/],
    [{ email: null }, 'email', /missing/],
    [{ ts: String(Number(ts) - 600_000) }, 'ts', /expired: it is 10 min old/],
    [{ ts: String(Number(ts) + 3_700_000) }, 'ts', /lies 61 min ahead: the clock/],
    [{ ts: ts.slice(0, -3) }, 'ts', /in seconds/],
    [{ ts: '2026-03-01' }, 'ts', /not a number of milliseconds/],
    [{ ts: null }, 'ts', /missing/],
    [{ t: '300000' }, 't', /has to be 600000/],
    [{ t: null }, 't', /missing/],
    [{ mac: null }, 'mac', /missing/],
  ] as const)('with %j is told what is wrong with its %s', (parts, name, problem) => {
    expect(judge(parts)[name]).toMatch(problem)
  })

  it('is told that its mac is over what the account has, where another part is wrong', () => {
    expect(judge({ email: 'other@client.example' }).mac).toMatch(/over the account's own email/)
    expect(judge({ t: '1' }).mac).toMatch(/over t of 600000, and the link has another/)
  })

  it('holds for ten minutes and as long as clocks differ, and then no more', () => {
    const at = (ms: number) => judge({}, new Date(Number(ts) + ms)).ts
    expect(at(600_000)).toBeNull()
    expect(at(600_001)).toMatch(/expired/)
    expect(at(-60_000)).toBeNull()
    expect(at(-60_001)).toMatch(/ahead/)
  })

  it('never learns the token, nor a mac that would be right', () => {
    for (const [, mac] of vectors.slice(1)) {
      const told = JSON.stringify(judge({ mac }))
      expect(told).not.toContain(token)
      expect(told).not.toContain(right)
    }
  })

  it('is read with its address or without', () => {
    const query = `email=c%2B1%40Client.example&ts=${ts}&t=${t}&mac=${right}`
    const parts = { email, ts, t, mac: right }
    expect(partsOf(`https://platform.example/sso/1.0/sso?${query}#top\n`)).toEqual(parts)
    expect(partsOf(query)).toEqual(parts)
    expect(partsOf(`?mac=${right}`)).toEqual({ email: null, ts: null, t: null, mac: right })
    for (const none of ['', 'https://platform.example/', 'nonsense', '%%%']) {
      expect(partsOf(none)).toBeNull()
    }
  })
})
