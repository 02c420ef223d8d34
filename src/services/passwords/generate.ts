/** A password that a person can read out: four groups of five letters and digits, 95 bits, without
 * the characters that look alike. */
import type { Ids } from '../../kernel/context.ts'

const lookAlikes = /[0O1lI]/g

export const generatePassword = (ids: Ids): string => {
  let text = ''
  while (text.length < 20) text += ids.token(20).replace(lookAlikes, '')
  return text.slice(0, 20).replace(/.{5}(?=.)/g, '$&-')
}
