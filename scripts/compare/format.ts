/** Numbers as people read them. */

/** `1,234`, `-0.5`, `1.235e-9`: about so many digits. */
export const readable = (x: number, digits = 6): string => {
  if (!Number.isFinite(x) || x === 0) return String(x)
  const size = Math.abs(x)
  if (size < 1e-4 || size >= 1e7) {
    const [mantissa, exponent] = x.toExponential(digits - 1).split('e') as [string, string]
    return `${Number(mantissa)}e${Number(exponent)}`
  }
  return x.toLocaleString('en-US', { maximumSignificantDigits: Math.max(digits, Math.ceil(Math.log10(size))) })
}

export const figure = (x: number): string => x.toLocaleString('en-US')

/** `1,234,567`, and `12.35 M`, `1.235 G`, ... from ten millions on. */
export const count = (x: number): string => {
  if (x < 1e7) return figure(x)
  const k = x < 1e9 ? 2 : x < 1e12 ? 3 : 4
  return `${(x / 1000 ** k).toPrecision(4)} ${' kMGT'[k]}`
}

/** Two digits, or all before the point. */
const brief = (x: number): string => (x >= 99.5 ? String(Math.round(x)) : x.toPrecision(2))

/** `340 B`, `3.4 kB`, `1.2 MB`, in powers of 1000. */
export const bytes = (x: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let k = 0
  for (; x >= 999.5 && k < units.length - 1; k++) x /= 1000
  return `${k === 0 ? x : brief(x)} ${units[k]}`
}

/** `340 us`, `1.2 ms`, `3.4 s`, from milliseconds. */
export const duration = (milliseconds: number): string =>
  milliseconds >= 999.5
    ? `${brief(milliseconds / 1000)} s`
    : milliseconds < 0.9995
      ? `${brief(milliseconds * 1000)} us`
      : `${brief(milliseconds)} ms`

/** `1.2..3.4 ms`, or `340 us..1.2 ms`. */
export const range = (from: number, to: number): string => {
  const [a, b] = [duration(from), duration(to)]
  const [number, unit] = a.split(' ') as [string, string]
  return `${b.endsWith(` ${unit}`) ? number : a}..${b}`
}

/** Lines cut at word ends so that none is wider. */
export const wrapped = (text: string, width: number): readonly string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1]
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
    return lines
  }, [])
