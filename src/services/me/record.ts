/** A supervisor's profile as its owner sees it. */
import * as z from 'zod/mini'
import type { SupervisorRow } from '../team/queries.ts'

const nullable = z.nullable(z.string())

export const Account = z.object({
  id: z.string(),
  name: z.string(),
  userName: z.string(),
  role: z.string(),
  status: z.string(),
  email: z.string(),
  emailVerifiedAt: nullable,
  phone: nullable,
  phoneVerifiedAt: nullable,
  createdAt: z.string(),
  lastSignInAt: nullable,
})

export const accountRecord = (row: SupervisorRow): z.infer<typeof Account> => ({
  id: row.id,
  name: row.name,
  userName: row.userName,
  role: row.role,
  status: row.status,
  email: row.email,
  emailVerifiedAt: row.emailVerifiedAt?.toISOString() ?? null,
  phone: row.phone,
  phoneVerifiedAt: row.phoneVerifiedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
})

export const Identity = z.object({ firstName: nullable, lastName: nullable, country: nullable })

export const identityRecord = (row: SupervisorRow): z.infer<typeof Identity> => ({
  firstName: row.firstName,
  lastName: row.lastName,
  country: row.country,
})

export const companyFields = [
  'name',
  'registrationNumber',
  'addressLine1',
  'addressLine2',
  'postalCode',
  'city',
  'state',
  'country',
] as const

export type CompanyField = (typeof companyFields)[number]

export const Company = z.object({
  name: nullable,
  registrationNumber: nullable,
  addressLine1: nullable,
  addressLine2: nullable,
  postalCode: nullable,
  city: nullable,
  state: nullable,
  country: nullable,
})

export const companyRecord = ({ company }: SupervisorRow): z.infer<typeof Company> | null =>
  company &&
  (Object.fromEntries(companyFields.map(name => [name, company[name] ?? null])) as z.infer<
    typeof Company
  >)

export const Step = z.object({ step: z.string(), done: z.boolean(), command: z.string() })

/** What is left to do with one's own profile, each with the command that does it. A password that was
 * given by somebody else is still to be changed. */
export const checklistOf = (row: SupervisorRow): z.infer<typeof Step>[] => [
  {
    step: 'name',
    done: row.firstName !== null && row.lastName !== null,
    command: 'steward me edit --first-name NAME --last-name NAME',
  },
  { step: 'email', done: row.emailVerifiedAt !== null, command: 'steward me email' },
  {
    step: 'phone',
    done: row.phoneVerifiedAt !== null,
    command: row.phone ? 'steward me phone' : 'steward me phone --new NUMBER',
  },
  { step: 'password', done: row.passwordChangedAt !== null, command: 'steward me password' },
]

export const AddressState = z.object({
  email: z.string(),
  emailVerifiedAt: nullable,
  phone: nullable,
  phoneVerifiedAt: nullable,
  /** Until when the code that was just sent works; null when none was. */
  codeExpiresAt: nullable,
})

export const addressState = (
  row: SupervisorRow,
  codeExpiresAt: Date | null,
): z.infer<typeof AddressState> => {
  const { email, emailVerifiedAt, phone, phoneVerifiedAt } = accountRecord(row)
  return {
    email,
    emailVerifiedAt,
    phone,
    phoneVerifiedAt,
    codeExpiresAt: codeExpiresAt?.toISOString() ?? null,
  }
}
