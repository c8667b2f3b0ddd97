// Differentiation is a fold over a graph of operations: a retelling of a talk given by Bruno Gavranović in 2018.
// The computational graph is the key concept. Backpropagation maps one graph to another: it follows the arrows,
// never asks what an operation is, and evaluates nothing. Its result can be differentiated in turn, to any order.

/** Every value is a matrix, given by its rows; a number is a matrix with a single entry. */
export type Matrix = readonly (readonly number[])[]

/** An operation applied to its arguments. */
export type Node = {
  readonly name: string
  readonly args: readonly Node[]
  /** The value of the node, given the values of its arguments. */
  readonly eval: (...values: readonly Matrix[]) => Matrix
  /** The cotangent which `self` sends to argument number `at` when its own cotangent is `previous`. */
  readonly partial: (at: number, previous: Node, self: Node) => Node
}

// The arithmetic of matrices, which is needed only when a graph is evaluated.
const fail = (reason: string): never => {
  throw new Error(reason)
}
const pair = <A, B, C>(f: (a: A, b: B) => C, left: readonly A[], right: readonly B[]): readonly C[] =>
  left.length === right.length ? left.map((a, i) => f(a, right[i])) : fail('the shapes do not agree')
const map = (f: (a: number) => number) => (x: Matrix) => x.map((row) => row.map(f))
const zip = (f: (a: number, b: number) => number) => (x: Matrix, y: Matrix) => pair((r, s) => pair(f, r, s), x, y)
const plus = zip((a, b) => a + b)
const times = zip((a, b) => a * b)
const minus = map((a) => -a)
const logistic = map((a) => 1 / (1 + Math.exp(-a))) // A solution s of the equation s' = s - s s.
const flip = (x: Matrix) => (x[0] ?? []).map((_, j) => x.map((row) => row[j] ?? fail('the rows differ in length')))
const total = (x: Matrix) => x.flat().reduce((sum, a) => sum + a, 0)
const spread = (x: Matrix, y: Matrix) => map(() => total(x))(y)
const matmul = (x: Matrix, y: Matrix) => x.map((row) => flip(y).map((column) => total(times([row], [column]))))

// The operations. Each draws its derivative with these same constructors, so that a derivative is a graph as well.
const op = (name: string, args: readonly Node[], value: Node['eval'], partial: Node['partial']): Node => {
  return { name, args, eval: value, partial }
}
const leaf = (name: string, value: Node['eval']) => op(name, [], value, () => fail(`${name} has no arguments`))
export const Variable = (name: string): Node => leaf(name, () => fail(`${name} has no value`))
export const Constant = (value: Matrix): Node => leaf('Constant', () => value)
export const Add = (a: Node, b: Node): Node => op('Add', [a, b], plus, (_, previous) => previous)
export const Mul = (a: Node, b: Node): Node =>
  op('Mul', [a, b], times, (at, previous) => Mul(previous, at === 0 ? b : a))
export const Neg = (a: Node): Node => op('Neg', [a], minus, (_, previous) => Neg(previous))
export const Exp = (a: Node): Node => op('Exp', [a], map(Math.exp), (_, previous, self) => Mul(previous, self))
export const Sigmoid = (a: Node): Node =>
  op('Sigmoid', [a], logistic, (_, previous, self) => Mul(previous, Add(self, Neg(Mul(self, self)))))
export const Transpose = (a: Node): Node => op('Transpose', [a], flip, (_, previous) => Transpose(previous))
export const MatMul = (a: Node, b: Node): Node =>
  op('MatMul', [a, b], matmul, (at, previous) =>
    at === 0 ? MatMul(previous, Transpose(b)) : MatMul(Transpose(a), previous),
  )
/** The sum of the entries of `a`, in every place of a matrix shaped like `b`. Its transpose is again a Spread. */
export const Spread = (a: Node, b: Node): Node =>
  op('Spread', [a, b], spread, (at, previous) => (at === 0 ? Spread(previous, a) : Zero(b)))
export const Sum = (a: Node): Node => Spread(a, Constant([[1]]))
export const Zero = (like: Node): Node => Spread(Constant([[0]]), like)

/** All that the roots depend on, every node once and after its arguments. A loop, so that depth is no limit. */
export const order = (roots: readonly Node[]): readonly Node[] => {
  const placed = new Set<Node>()
  const stack = [...roots]
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const missing = top.args.filter((arg) => !placed.has(arg))
    if (missing.length === 0) placed.add(top) && stack.pop()
    stack.push(...missing)
  }
  return [...placed]
}

/** The values of the roots when the variables have the given ones. Every node is evaluated once. */
export const evaluate = (roots: readonly Node[], given: ReadonlyMap<Node, Matrix>): readonly Matrix[] => {
  const values = new Map(given)
  const known = (node: Node) => values.get(node) ?? fail(`${node.name} has no value`)
  for (const node of order(roots)) if (!values.has(node)) values.set(node, node.eval(...node.args.map(known)))
  return roots.map(known)
}

/** The gradients of a number, such as a `Sum`, as graphs. Cotangents that reach a node by several paths add up. */
export const grad = (of: Node, wrts: readonly Node[]): readonly Node[] => {
  const cotangents = order([of]).reduceRight(
    (drawn, self) => {
      self.args.forEach((arg, at) => {
        const share = self.partial(at, drawn.get(self) ?? Zero(self), self)
        const others = drawn.get(arg)
        drawn.set(arg, others ? Add(others, share) : share)
      })
      return drawn
    },
    new Map([[of, Constant([[1]])]]),
  )
  return wrts.map((wrt) => cotangents.get(wrt) ?? Zero(wrt))
}

/** A few gradients. They are all drawn before any variable has a value. */
export const demo = () => {
  const [W, x, t] = [Variable('W'), Variable('x'), Variable('t')]
  const miss = Add(Sigmoid(MatMul(W, x)), Constant([[-1], [0]]))
  const slope = grad(Exp(Mul(t, t)), [t])
  const drawn = {
    'the gradients of |sigmoid(W x) - y|^2 by W and x': grad(Sum(Mul(miss, miss)), [W, x]),
    'the gradient of sum(W @ W)': grad(Sum(MatMul(W, W)), [W]),
    'the derivative of exp(t * t)': slope,
    'its second derivative': slope.flatMap((first) => grad(first, [t])),
  }
  const given = new Map([
    [W, Array.of([1, 2], [3, 4])],
    [x, [[2], [-1]]],
    [t, [[1]]],
  ])
  return Object.entries(drawn).map(([what, of]) => ({ what, nodes: order(of).length, values: evaluate(of, given) }))
}

if (import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  console.log('At W = [[1,2],[3,4]], x = [[2],[-1]], y = [[1],[0]] and t = 1:')
  const show = (value: Matrix) => JSON.stringify(map((a) => Number(a.toPrecision(5)))(value))
  for (const { what, nodes, values } of demo())
    console.log(`  ${what}, a graph of ${nodes} nodes: ${values.map(show).join(' and ')}`)
}
