import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { createKey } from '../../services/keys/create.ts'

export default commandFor(createKey, {
  description:
    'A key acts for whoever made it and follows them: demoted, their keys can do less; disabled, their keys stop. What API users are elsewhere is a key with a role: support or developer for processing and reports, administrator for a provider, and --accounts for some of its clients. The role agent is for sub-accounts of several accounts. A key that another key makes lasts no longer than that one and works from nowhere else, but works on when that one is revoked. A second factor is asked of people, not of keys.',
  examples: [
    'steward keys create --name nightly',
    'steward keys create --name nightly --role support --accounts c1 --json',
    'steward keys create --name reports --permissions consumers:list,consumers:show --expires +90d',
    'steward keys create --name office --role auditor --addresses 10.0.0.0/8,2001:db8::/32',
  ],
  sections: keySections,
  done: 'Made',
})
