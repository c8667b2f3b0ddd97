/** Pictures of graphs: parts, boxes, arrows, escapes and folds, in both notations; Graphviz itself reads the DOT. */
import { instance } from '@viz-js/viz'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Box, Cell, Picture } from '../../../lib/picture/cells.ts'
import { pictureOf } from '../../../lib/picture/picture.ts'
import {
  add,
  checkpoint,
  cond,
  constant,
  cos,
  exp,
  extend,
  fold,
  forward,
  type Graph,
  graph,
  greater,
  label,
  mul,
  nodeAt,
  reverse,
  scan,
  scope,
  sin,
  sum,
  tanh,
  toDot,
  toMermaid,
  type Wire,
  wireAt,
} from '../../../modes/index.ts'

const viz = await instance()
/** What Graphviz makes of a text: the labels of its nodes by name. */
const laidOut = (text: string): ReadonlyMap<string, string> => {
  const { status, output, errors } = viz.render(text, { format: 'json' })
  assert.is(status, 'success', JSON.stringify(errors))
  assert.equal(
    errors.filter(({ level }) => level === 'error'),
    [],
  )
  const { objects = [] } = JSON.parse(output!) as { objects?: readonly { name: string; label?: string }[] }
  return new Map(objects.map(({ name, label: text }) => [name, text ?? '']))
}

const boxesOf = (box: Box): readonly Box[] => [box, ...box.boxes.flatMap(boxesOf)]
const cellsOf = ({ box }: Picture): readonly Cell[] => boxesOf(box).flatMap(({ cells }) => cells)
const titled = (picture: Picture, title: string): Box => {
  const found = boxesOf(picture.box).find((box) => box.title === title)
  assert.ok(found, `no box ${title}`)
  return found!
}
const said = (cells: readonly Cell[]): readonly string[] => cells.map(({ lines }) => lines.join(' '))
const example = graph([[]], (x) => mul(x, sin(x)))

test('a graph without a derivative is one part without a legend', () => {
  const picture = pictureOf(graph([[2]], (x) => mul(x, sin(x), 3)))
  assert.equal(said(cellsOf(picture)), ['x f64[2]', 'sin f64[2]', '3', 'mul f64[2]', 'y'])
  assert.equal([picture.box.boxes.length, picture.order, picture.notes.length], [0, 0, 0])
})

test('a derivative stands in a part of its own, its last nodes tied to their primals', () => {
  const picture = pictureOf(reverse(example), { inputs: ['x', 'dy'], outputs: ['y', 'dx'] })
  assert.equal(said(titled(picture, 'primal').cells), ['x', 'sin', 'mul', 'y'])
  assert.equal([...said(titled(picture, 'derivative').cells)].sort(), ['add', 'cos', 'dx', 'dy', 'mul', 'mul', 'mul'])
  const ties = (from: Picture) => from.arrows.filter(({ kind }) => kind === 'belongs')
  // x has the sum as its cotangent, sin x the product x dy.
  assert.equal(
    ties(picture).map(({ to }) => to),
    ['n1', 'n0'],
  )
  const belong = reverse(example).nodes.filter(({ about }) => about?.primal !== undefined).size
  assert.is(ties(pictureOf(reverse(example), { ties: 'all' })).length, belong)
})

test('cotangents run back and tangents do not; a derivative of a derivative is a third part', () => {
  const back = (picture: Picture) => picture.arrows.filter((arrow) => arrow.back).length
  assert.ok(back(pictureOf(reverse(example))) > 0)
  assert.is(back(pictureOf(forward(example))), 0)
  const slopes = reverse(example)
  const second = pictureOf(forward(slopes, { wrt: example.inputs, of: slopes.outputs.slice(1) }))
  assert.equal(
    second.box.boxes.map(({ title }) => title),
    ['primal', 'derivative', 'second derivative'],
  )
})

test('a node that nobody needs is not drawn', () => {
  const g = extend(example, () => {
    tanh(wireAt(0))
    return [wireAt(1)]
  })
  assert.equal(said(cellsOf(pictureOf(g))), ['x', 'sin', 'y'])
})

test('scopes are boxes and nest', () => {
  const picture = pictureOf(graph([[]], (x) => scope('net', () => exp(scope('layer', () => sin(x))))))
  const net = titled(picture, 'net')
  assert.equal([said(net.cells), said(net.boxes[0]!.cells), net.boxes[0]!.title], [['exp'], ['sin'], 'layer'])
})

test('the bodies of call, cond and scan are boxes', () => {
  const called = pictureOf(graph([[]], (x) => checkpoint((y) => cos(sin(y)))(x)))
  assert.equal(said(titled(called, 'call').cells).slice(1), ['input', 'sin', 'cos'])
  const branched = pictureOf(
    graph([[]], (x) =>
      cond(
        greater(x, 0),
        (y) => exp(y),
        (y) => sin(y),
        x,
      ),
    ),
  )
  assert.ok(said(titled(branched, 'onTrue').cells).includes('exp'))
  assert.ok(said(titled(branched, 'onFalse').cells).includes('sin'))
  const scanned = pictureOf(
    graph([[3], []], (x, a) => scan(([c], [t]) => ({ carry: [mul(c!, t!, a)] }), [1], [x]).carry[0]!),
  )
  assert.equal(said(titled(scanned, 'scan[3]').cells).slice(1), ['carry', 'slice', 'shared', 'mul'])
  // The tuple that holds the arguments is not drawn: 1 leads to the carry, x to the slice, a to what is shared.
  assert.not(said(cellsOf(scanned)).some((line) => line.startsWith('tuple')))
  assert.is(scanned.arrows.filter(({ kind }) => kind === 'next').length, 1)
  for (const picture of [called, branched, scanned]) {
    const ids = new Set(cellsOf(picture).map(({ id }) => id))
    assert.is(ids.size, cellsOf(picture).length)
    assert.ok(picture.arrows.every(({ from, to }) => ids.has(from) && ids.has(to)))
  }
})

const awkward = [
  'say "x"\\',
  'a\nb',
  '<b>&amp;',
  'λ 微分 ∂',
  '`#quot;`',
  '%% end',
  '\u0007\u2028',
  '\\N',
  ']]])',
  '😀'.repeat(40),
]

test('names of any kind come through Graphviz as they are', () => {
  const g = graph(
    awkward.map(() => []),
    (...xs) =>
      awkward.map((name, k) =>
        label(
          name,
          scope(name, () => sin(xs[k]!)),
        ),
      ),
  )
  const found = laidOut(toDot(g, { inputs: awkward }))
  // Graphviz gives labels as they were written; entities are read when it draws.
  assert.is(found.get('n0'), 'say \\"x\\"\\\\'.replaceAll('\\"', '"'))
  assert.is(found.get('n1'), 'a b')
  assert.is(found.get('n2'), '<b>&amp;amp;')
  assert.is(found.get('n3'), 'λ 微分 ∂')
  const drawn = viz.render(toDot(g, { inputs: awkward }), { format: 'svg' }).output!
  for (const text of ['say &quot;x&quot;\\', '&lt;b&gt;&amp;amp;', 'λ 微分 ∂', '\\N'])
    assert.ok(drawn.includes(`>${text}<`), text)
})

test('in Mermaid every text is in quotes, and nothing in it ends them', () => {
  const text = toMermaid(
    graph(
      awkward.map(() => []),
      (...xs) =>
        awkward.map((name, k) =>
          label(
            name,
            scope(name, () => sin(xs[k]!)),
          ),
        ),
    ),
    { inputs: awkward },
  )
  const lines = text.split('\n').map((line) => line.trim())
  for (const line of lines) {
    assert.is((line.match(/"/g) ?? []).length % 2, 0, line)
    assert.not.match(line, /\p{Cc}/u)
    for (const [, inside] of line.matchAll(/"([^"]*)"/g))
      assert.match(inside!, /^(?:[^<>&#`\\%]|#\w+;|<br\/>)*$/u, line)
  }
  assert.ok(lines.includes('n0(["say #quot;x#quot;#92;"]):::part0'))
})

const chain = (length: number): Graph =>
  graph([[]], (x) => Array.from({ length }).reduce<Wire>((y, _, k) => (k % 2 ? sin(y) : add(y, x)), x))

test('a small graph is not folded, a large one down to the limit, and the picture says so', () => {
  assert.is(new Set(fold(example, 3)).size, 3)
  const g = chain(400)
  const folded = fold(g, 150)
  assert.ok(new Set(folded).size <= 150)
  const picture = pictureOf(reverse(g))
  const cells = cellsOf(picture).filter(({ role }) => role !== 'output')
  assert.ok(cells.length <= 150, `${cells.length}`)
  assert.match(picture.notes[0]!, /^\d+ nodes, folded into \d+$/)
  assert.is(cells.filter(({ role }) => role === 'fold').length > 0, true)
  laidOut(toDot(reverse(g)))
  assert.match(toMermaid(reverse(g)), /nodes, folded into/)
})

test('scopes are folded before neighbours are', () => {
  const g = graph([[]], (x) =>
    Array.from({ length: 10 }).reduce<Wire>((y, _, k) => scope(`layer ${k}`, () => mul(sin(y), cos(y), y)), x),
  )
  const folded = fold(g, 15)
  const scopeOf = (ref: number) => nodeAt(g, ref).about?.scope
  for (const [ref, head] of folded.entries()) assert.is(scopeOf(ref), scopeOf(head!))
})

test('any graph is folded to the limit, but for its inputs, outputs and labels, within its parts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 120 }),
      fc.integer({ min: 4, max: 40 }),
      fc.nat(6),
      (length, limit, named) => {
        const g = reverse(
          graph([[]], (x) =>
            Array.from({ length }).reduce<Wire>((y, _, k) => {
              const z = k % 3 === 0 ? mul(y, x) : k % 3 === 1 ? sin(y) : add(y, k)
              return k < named ? label(`h${k}`, z) : z
            }, x),
          ),
        )
        const folded = fold(g, limit)
        const groups = new Set(folded.filter((head) => head !== undefined))
        // Two blocks may be left open, one in the primal and one in the derivative.
        assert.ok(groups.size <= Math.max(limit, g.inputs.length + g.outputs.length + named + 2))
        for (const ref of [...g.inputs, ...g.outputs]) assert.is(folded.filter((head) => head === ref).length, 1)
      },
    ),
    { numRuns: 60 },
  )
})

test('bodies are closed where there is no room for them', () => {
  const g = graph([[3]], (x) =>
    sum(scan(([c], [t]) => ({ carry: [sin(mul(c!, exp(cos(tanh(t!)))))] }), [constant(1)], [x]).carry[0]!),
  )
  assert.ok(said(cellsOf(pictureOf(g, { limit: 8 }))).some((line) => /scan\[3\].* nodes inside/.test(line)))
  assert.ok(said(cellsOf(pictureOf(g))).includes('tanh'))
})

test.run()
