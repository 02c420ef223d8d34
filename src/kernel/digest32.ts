/** Digests of 32 bits, to tell apart what is many and not secret: FNV-1a by one factor or another,
 * stirred at the end (the finish of MurmurHash3), since keys often differ in a digit. */
export const digest32 = (key: string, factor: number): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), factor)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Two factors whose digests have nothing to do with each other. */
export const factors = [0x01000193, 0x5bd1e995] as const
