/** Infix texts with few parentheses: sums, products and powers that flatten as they are made. */

/** A text, how tightly it holds together, and its parts where a larger one may take them up. */
export interface Infix {
  readonly text: string
  /** 0 a choice, 1 a relation, 2 a sum, 3 a product, 4 a power, 5 a name, a number or a call. */
  readonly level: number
  readonly number?: number
  readonly terms?: readonly Infix[]
  /** A product: its number, what is multiplied and what is divided by. */
  readonly product?: { readonly coef: number; readonly over: readonly Infix[]; readonly under: readonly Infix[] }
}

const at = (level: number, x: Infix): string => (x.level >= level ? x.text : `(${x.text})`)

export const named = (text: string): Infix => ({ text, level: 5 })
export const called = (name: string, xs: readonly Infix[]): Infix =>
  named(`${name}(${xs.map(({ text }) => text).join(', ')})`)
/** A number to all its digits. One with a sign holds together as a product does. */
export const numeral = (x: number): Infix => {
  const signed = x < 0 || Object.is(x, -0)
  return { text: Object.is(x, -0) ? '-0' : String(x), level: signed ? 3 : 5, number: x }
}

export const raised = (base: Infix, exponent: Infix): Infix => ({
  text: `${at(5, base)}^${at(5, exponent)}`,
  level: 4,
})

type Product = NonNullable<Infix['product']>
const productOf = (x: Infix): Product =>
  x.product ?? (x.number === undefined ? { coef: 1, over: [x], under: [] } : { coef: x.number, over: [], under: [] })

/** Equal factors as one power. */
const gathered = (factors: readonly Infix[]): readonly string[] => {
  const counts = new Map<string, { readonly factor: Infix; n: number }>()
  for (const factor of factors) {
    const known = counts.get(factor.text)
    if (known) known.n++
    else counts.set(factor.text, { factor, n: 1 })
  }
  return [...counts.values()].flatMap(({ factor, n }) =>
    n > 1 && factor.level > 4 ? raised(factor, numeral(n)).text : Array<string>(n).fill(at(4, factor)),
  )
}

const fromProduct = (product: Product): Infix => {
  const { coef, over, under } = product
  if (over.length === 0 && under.length === 0) return numeral(coef)
  if (coef === 1 && over.length === 1 && under.length === 0) return over[0]!
  const sign = coef < 0 || Object.is(coef, -0) ? '-' : ''
  const size = Math.abs(coef)
  const top = [...(size === 1 && over.length > 0 ? [] : [String(size)]), ...gathered(over)].join('*')
  const below = gathered(under)
  const bottom = below.length === 0 ? '' : below.length === 1 ? `/${below[0]}` : `/(${below.join('*')})`
  return { text: `${sign}${top}${bottom}`, level: 3, product }
}

const joined = (a: Product, b: Product): Product => ({
  coef: a.coef * b.coef,
  over: [...a.over, ...b.over],
  under: [...a.under, ...b.under],
})

export const times = (xs: readonly Infix[]): Infix =>
  fromProduct(xs.map(productOf).reduce(joined, { coef: 1, over: [], under: [] }))
export const negated = (x: Infix): Infix =>
  x.number === undefined ? fromProduct(joined(productOf(x), { coef: -1, over: [], under: [] })) : numeral(-x.number)
export const reciprocal = (x: Infix): Infix => fromProduct({ coef: 1, over: [], under: [x] })

const minus = ({ text }: Infix): boolean => text.startsWith('-')

/** The terms of a sum, or of one that is taken away. */
const termsOf = (x: Infix): readonly Infix[] => {
  const { coef, over, under } = productOf(x)
  const taken = coef === -1 && over.length === 1 && under.length === 0 ? over[0]!.terms : undefined
  return x.terms ?? taken?.map(negated) ?? [x]
}

/** A sum, flat; a term that does not begin with a minus is put first where there is one. */
export const plus = (xs: readonly Infix[]): Infix => {
  const flat = xs.flatMap(termsOf)
  if (flat.length === 1) return flat[0]!
  const first = flat.findIndex((x) => !minus(x))
  const terms = first > 0 ? [flat[first]!, ...flat.filter((_, k) => k !== first)] : flat
  const text = terms
    .map((x, k) => (k === 0 ? at(2, x) : minus(x) && x.level > 1 ? ` - ${at(3, x).slice(1)}` : ` + ${at(3, x)}`))
    .join('')
  return { text, level: 2, terms }
}

export const related = (a: Infix, sign: string, b: Infix): Infix => ({
  text: `${at(2, a)} ${sign} ${at(2, b)}`,
  level: 1,
})
export const chosen = (mask: Infix, a: Infix, b: Infix): Infix => ({
  text: `${at(1, mask)} ? ${at(1, a)} : ${at(1, b)}`,
  level: 0,
})
