import * as z from 'zod/mini'
import { clearable, text } from '../../kernel/fields.ts'
import { typedCountry } from '../countries/countries.ts'
import { supervisorsTable } from '../team/table.ts'
import { operation } from '../world.ts'
import { myself } from './person.ts'
import { Company, type CompanyField, companyRecord } from './record.ts'

const part = (about: string) => clearable(text({ about, max: 200 }))

export const myCompany = operation({
  name: 'me.company',
  summary: 'The company on your profile: what is given changes, an empty value clears it.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  input: {
    name: part("The company's name."),
    registrationNumber: part('Its registration number.'),
    addressLine1: part('Street and number.'),
    addressLine2: part('Building, floor or department.'),
    postalCode: part('Postal code.'),
    city: part('City.'),
    state: part('State or province.'),
    country: part('Country: ISO 3166 code or English name.'),
  } satisfies Record<CompanyField, unknown>,
  output: z.object({ company: z.nullable(Company) }),
  async run(world, given) {
    const country = typedCountry(given.country)
    const me = await myself(world)
    const told = Object.entries({ ...given, country }).filter(([, value]) => value !== undefined)
    const parts = Object.entries({ ...me.company, ...Object.fromEntries(told) })
    const filled = parts.filter((entry): entry is [string, string] => entry[1] !== null)
    const company = filled.length > 0 ? Object.fromEntries(filled) : null
    const row = await world.store.update(supervisorsTable, me, { company })
    return { company: companyRecord(row) }
  },
})
