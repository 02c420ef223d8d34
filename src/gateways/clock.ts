/** The clock. Milliseconds, since that is what both engines store. */
export const systemClock = (): Date => new Date()
