/** The works that are measured: scalar functions of one number, written once over the ops that a library gives. */

/** What a work asks of a library for its values `A`. */
export interface Ops<A> {
  readonly number: (x: number) => A
  /** A value that is wanted once more, for a library that frees its arguments; elsewhere the identity. */
  readonly again: (x: A) => A
  readonly add: (a: A, b: A) => A
  readonly mul: (a: A, b: A) => A
  readonly sin: (x: A) => A
  readonly tanh: (x: A) => A
  readonly sigmoid: (x: A) => A
}

/** A function that applies so many ops, each to the result of the one before. */
export type Work = <A>(ops: Ops<A>, nodes: number) => (x: A) => A

/** a = a x; a = a + 0.3; a = sin a; over and over, from a = x. */
export const chain: Work =
  ({ number, again, add, mul, sin }, nodes) =>
  (x) => {
    const y = number(0.3)
    let a = again(x)
    for (let k = 0; k < nodes; k++) a = k % 3 === 0 ? mul(a, again(x)) : k % 3 === 1 ? add(a, again(y)) : sin(a)
    return a
  }

const SEED = 1
/** How far back the second argument of a sum or a product lies at most. */
const REACH = 50

/** Whole numbers below `n` from Knuth's linear congruential generator (TAOCP 3.3.4, table 1, line 26), upper bits. */
const randomBelow = (seed: number): ((n: number) => number) => {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** Every third op is a sine, which keeps values and slopes within floating point however deep the graph is. */
const SINE_EVERY = 3

/** A random graph: a third sines, and of 20 other ops 4 products, 9 sums, 5 sines, a tanh and a sigmoid. */
export const random: Work =
  ({ number, again, add, mul, sin, tanh, sigmoid }, nodes) =>
  (x) => {
    const below = randomBelow(SEED)
    const recent = [number(0.3), x]
    for (let k = 0; k < nodes; k++) {
      const a = again(recent[recent.length - 1]!)
      const choice = k % SINE_EVERY === 0 ? 13 : below(20)
      const back = below(recent.length)
      const b = choice < 13 ? again(recent[back]!) : a
      recent.push(
        choice < 4 ? mul(a, b) : choice < 13 ? add(a, b) : choice < 18 ? sin(a) : choice < 19 ? tanh(a) : sigmoid(a),
      )
      if (recent.length > REACH) recent.shift()
    }
    return recent[recent.length - 1]!
  }

export const works: Readonly<Record<string, Work>> = { chain, random }
