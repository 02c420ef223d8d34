/**
 * What the program takes from oclif at the start, by one door: so the build puts it into one file,
 * and a short start (direct.ts) and a long one (oclif's own `run`) read the same.
 */
export { Command } from '@oclif/core/command'
export { setLogger } from '@oclif/core/logger'
export { run } from '@oclif/core/run'
