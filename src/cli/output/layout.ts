/** How wide each column of a table is, and which ones go when there is no room. Pure arithmetic. */

/** Cells between two columns. */
export const gap = 2

/** All in cells. A column never gets less than its `floor` nor more than its `natural` width. */
export type Size = { natural: number; floor: number; priority: number }

/**
 * The width of each column, 0 for one that is left out. The widest flexible columns shrink first;
 * when all are at their floor, the column with the highest priority number goes, the rightmost of
 * equals. Undefined when even the columns of priority 0, which never go, don't fit.
 */
export function layOut(sizes: readonly Size[], width: number): number[] | undefined {
  let shown = sizes.map((_, index) => index)
  while (shown.length > 0) {
    const room = width - gap * (shown.length - 1)
    const columns = shown.map(index => sizes[index]!)
    if (sum(columns.map(column => column.floor)) <= room) {
      const widths = shrink(columns, room)
      return sizes.map((_, index) => widths[shown.indexOf(index)] ?? 0)
    }
    const last = Math.max(...columns.map(column => column.priority))
    if (last === 0) return undefined
    const leaving = shown.findLast(index => sizes[index]!.priority === last)
    shown = shown.filter(index => index !== leaving)
  }
  return undefined
}

/** Takes one cell at a time from the widest column that can spare one, until all fit in `room`. */
function shrink(columns: readonly Size[], room: number): number[] {
  // No column outgrows the line, which also bounds the loop below.
  const widths = columns.map(({ natural, floor }) => Math.min(natural, Math.max(floor, room)))
  for (let over = sum(widths) - room; over > 0; over--) {
    let widest = -1
    for (const [index, { floor }] of columns.entries()) {
      if (widths[index]! > floor && widths[index]! > (widths[widest] ?? 0)) widest = index
    }
    widths[widest]!--
  }
  return widths
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
