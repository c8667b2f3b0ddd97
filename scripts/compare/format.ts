/** Numbers as people read them. */

/** `1,234`, `-0.5`, `1.235e-9`: about so many digits. */
export const readable = (x: number, digits = 6): string => {
  if (!Number.isFinite(x) || x === 0) return String(x)
  const size = Math.abs(x)
  if (size < 1e-4 || size >= 1e9) {
    const [mantissa, exponent] = x.toExponential(digits - 1).split('e') as [string, string]
    return `${Number(mantissa)}e${Number(exponent)}`
  }
  return x.toLocaleString('en-US', { maximumSignificantDigits: Math.max(digits, Math.ceil(Math.log10(size))) })
}

export const figure = (x: number): string => x.toLocaleString('en-US')

/** `340 B`, `3.4 kB`, `1.2 MB`, in powers of 1000. */
export const bytes = (x: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let k = 0
  for (; x >= 999.5 && k < units.length - 1; k++) x /= 1000
  return `${x >= 100 || k === 0 ? Math.round(x) : x.toPrecision(2)} ${units[k]}`
}

/** `340 us`, `1.2 ms`, `3.4 s`, from milliseconds. */
export const duration = (milliseconds: number): string => {
  const [x, unit] =
    milliseconds >= 1000
      ? [milliseconds / 1000, 's']
      : milliseconds < 1
        ? [milliseconds * 1000, 'us']
        : [milliseconds, 'ms']
  return `${x >= 100 ? Math.round(x) : x.toPrecision(2)} ${unit}`
}

/** Lines cut at word ends so that none is wider. */
export const wrapped = (text: string, width: number): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1]
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
    return lines
  }, [])
