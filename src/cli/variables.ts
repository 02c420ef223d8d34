/** Every variable of the environment that Steward reads, for help and for documents. */
export const variables = [
  [
    'STEWARD_HOME',
    "The folder with the database, keys and backups; else your platform's data folder.",
  ],
  ['STEWARD_ENV', 'The environment to work in, by its name; --env NAME goes before it.'],
  ['STEWARD_DATABASE_URL', 'postgres://user:password@host/database or sqlite:/path/to/file.'],
  ['STEWARD_API_KEY', 'The key that commands act with, instead of a person who has signed in.'],
  ['STEWARD_DOCUMENTS', 'The folder of documents; else documents in STEWARD_HOME.'],
  ['STEWARD_SECRET_KEY', 'The secret key of the organisation, where there is no secret.key.'],
  ['STEWARD_SECRET_KEY_FILE', 'A file that holds it.'],
  ['STEWARD_PASSWORD', 'And so on for every secret: STEWARD_ and the name of its flag.'],
  ['STEWARD_SMTP_URL', 'The mail server: smtp://user:password@host:587.'],
  ['STEWARD_MAIL_FROM', 'The address that mail comes from.'],
  ['NO_COLOR', 'No colours; FORCE_COLOR wants them in a pipe too.'],
  ['ACCESSIBLE', 'Nothing moves, and choices are numbered.'],
  ['DEBUG', 'What went on, and stack traces.'],
] as const
