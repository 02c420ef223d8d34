/** What passwords are measured by here, as the settings have it. For `prepare`. */
import type { Tx } from '../../store/transaction.ts'
import { readSettings } from '../settings/queries.ts'
import type { Demands } from './rules.ts'

export const teamDemands = async (tx: Tx, words: Demands['words']): Promise<Demands> => {
  const settings = await readSettings(tx, 'siteName', 'team.passwordComposition')
  return {
    words: [settings.siteName, ...words],
    composition: settings['team.passwordComposition'],
  }
}

export const consumerDemands = async (tx: Tx, words: Demands['words']): Promise<Demands> => {
  const { siteName } = await readSettings(tx, 'siteName')
  return { words: [siteName, ...words], composition: false }
}
