import { sql } from 'drizzle-orm'
import { accountReached } from '../../store/scope.ts'
import { plainTable, tableSpec } from '../../store/table.ts'
import type { Status } from './rules.ts'

/** Client companies, each with those beneath it: account_tree says which those are. */
export const accountsTable = tableSpec({
  topic: 'accounts',
  prefix: 'acc',
  within: (tx, table) => accountReached(tx, table.provider, table.key),
  build: d =>
    d.table(
      'accounts',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        /** The account right above it. */
        parent: d.integer('parent'),
        reference: d.text('reference'),
        /** The display name (R3.2). */
        name: d.text('name').notNull(),
        email: d.text('email').notNull(),
        emailKey: d.text('email_key').notNull(),
        organization: d.text('organization'),
        domain: d.text('domain'),
        industry: d.text('industry'),
        registrationNumber: d.text('registration_number'),
        taxNumber: d.text('tax_number'),
        address: d.text('address_lines'),
        postalCode: d.text('postal_code'),
        city: d.text('city'),
        state: d.text('state'),
        country: d.text('country'),
        currency: d.text('currency'),
        language: d.text('language'),
        timeZone: d.text('time_zone'),
        tags: d.json<string[]>('tags').notNull(),
        status: d.text('status').$type<Status>().notNull(),
        statusReason: d.text('status_reason'),
        /** The consumer who owns it. */
        owner: d.integer('owner'),
        /** How many people it may have; null: any number. */
        seats: d.integer('seats'),
        additionalSeats: d.integer('additional_seats').notNull().default(0),
        /** Sealed; made when it is first needed. */
        ssoToken: d.text('sso_token'),
        ssoTokenAt: d.instant('sso_token_at'),
        /** What is shown of it. */
        ssoTokenPreview: d.text('sso_token_preview'),
        /** The template that it was copied from. */
        template: d.integer('template'),
        /** Of a template: whether new accounts may be copied from it, and which of its values they
         * may not have otherwise. */
        templateEnabled: d.flag('template_enabled').notNull().default(false),
        fixedValues: d.json<string[]>('fixed_values').notNull().default([]),
        createdAt: d.instant('created_at').notNull(),
        sortName: d.text('sort_name').notNull(),
        searchText: d.text('search_text').notNull(),
      },
      t => [
        d.uniqueIndex('accounts_id').on(t.provider, t.id),
        d.uniqueIndex('accounts_reference').on(t.provider, t.reference),
        d.uniqueIndex('accounts_email').on(t.provider, t.emailKey).where(sql`status <> 'template'`),
        d.index('accounts_created').on(t.provider, t.createdAt, t.key),
        d.index('accounts_name').on(t.provider, t.sortName, t.key),
        d.index('accounts_status').on(t.provider, t.status, t.createdAt, t.key),
        d.index('accounts_parent').on(t.provider, t.parent, t.key),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    parent: 'derived',
    emailKey: 'derived',
    owner: 'derived',
    template: 'derived',
    ssoToken: 'secret',
    ssoTokenPreview: 'derived',
    sortName: 'derived',
    searchText: 'derived',
  },
  describe: row => ({ name: row.name, email: row.email }),
})

/** The colour of each tag, the same on all of a provider's accounts. */
export const accountTagsTable = plainTable('accounts', d =>
  d.table(
    'account_tags',
    {
      provider: d.integer('provider').notNull(),
      tag: d.text('tag').notNull(),
      colour: d.text('colour').notNull(),
    },
    t => [d.primaryKey({ columns: [t.provider, t.tag] })],
  ),
)
