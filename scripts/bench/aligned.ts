/** Rows of cells as lines, columns aligned: those named at the left, the others at the right. */
export const alignedRows = (rows: readonly (readonly string[])[], left: ReadonlySet<number>): readonly string[] => {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, k) => (left.has(k) ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join('  ')
      .trimEnd(),
  )
}
