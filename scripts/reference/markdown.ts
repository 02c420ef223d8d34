/** What the reference pages are written with. */

export const code = (text: string): string => `\`${text}\``

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')

export const block = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n')

/** A page: its title, the note that nobody should edit it, and its parts between empty lines. */
export const document = (title: string, ...parts: string[]): string =>
  [`# ${title}`, '<!-- Made from the code by `npm run docs`. -->', ...parts]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n')
