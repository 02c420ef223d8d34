import { commandFor } from '../../../cli/command.ts'
import { linkSections } from '../../../cli/views/sso-token.ts'
import { checkSsoToken } from '../../../services/accounts/sso-token-check.ts'

export default commandFor(checkSsoToken, {
  positionals: ['account'],
  description:
    'A sign-on link has email, ts (milliseconds since 1970), t (600000: it is good for 10 minutes) and mac: HMAC-SHA256 over email + ts + t, keyed with the SSO token, in lower-case hexadecimal. Ends with 1 when the link does not hold.',
  examples: [
    'steward accounts sso-token check c1 --link-stdin < link.txt',
    'steward accounts sso-token check c1 --email c@client.example --ts 1793232000000 --t 600000 --mac 9f86d0 --json',
  ],
  sections: linkSections,
  exitCode: ({ holds }: { holds: boolean }) => (holds ? 0 : 1),
})
