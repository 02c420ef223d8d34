/** Currencies in use, by their ISO 4217 codes. */
import { nearest } from '../../kernel/nearest.ts'

/** List one of ISO 4217, without funds, metals, testing codes and units of account. */
const codes: readonly string[] = (
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD ' +
  'CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS ' +
  'GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW ' +
  'KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR ' +
  'MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR ' +
  'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX ' +
  'USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
).split(' ')

const known = new Set(codes)

/** The code as it is stored, whatever its case; undefined when there is no such currency. */
export const currencyOf = (text: string): string | undefined => {
  const code = text.trim().toUpperCase()
  return known.has(code) ? code : undefined
}

/** The code that was meant, where one letter went wrong. */
export const currencyLike = (text: string): string | undefined =>
  nearest(text.trim().toUpperCase(), codes) ?? undefined
