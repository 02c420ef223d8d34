/** Codes of an authenticator app: RFC 6238, six digits, 30 s, SHA-1, as every app knows them. */

/** Seconds of a step. The one before and the one after count too: clocks differ. */
const period = 30

/** The step a code belongs to, or null when it is not of this secret and time. */
export const stepOf = async (secret: string, code: string, now: Date): Promise<number | null> => {
  if (!/^\d{6}$/.test(code)) return null
  const { verify } = await import('otplib/functional')
  const epoch = Math.floor(now.getTime() / 1000)
  const result = await verify({ secret, token: code, epoch, epochTolerance: period })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

export const newSecret = async (): Promise<string> => {
  const { generateSecret } = await import('otplib/functional')
  return generateSecret()
}

/** What the QR code holds. */
export const uriOf = async (secret: string, issuer: string, label: string): Promise<string> => {
  const { generateURI } = await import('otplib/functional')
  return generateURI({ issuer, label, secret, period })
}
