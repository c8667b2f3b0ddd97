// Graphs as text: every node a line, in single assignment, with types, labels, scopes and primal nodes.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  checkpoint,
  cond,
  constant,
  fill,
  forward,
  graph,
  label,
  mul,
  scan,
  scope,
  show,
  signature,
  sin,
  tanh,
  tuple,
} from '../../modes/index.ts'

const lines = (text: string): readonly string[] => text.split('\n')

test('a node a line, and what is returned', () => {
  const g = graph([[2], []], (x, a) => [scope('net', () => scope('in', () => label('h', mul(a, sin(x))))), x])
  assert.equal(lines(show(g)), [
    '%0 : f64[2] = input',
    '%1 : f64 = input',
    '%2 : f64[2] = sin %0 ; net/in',
    '%3 : f64[2] = mul %1 %2 ; h net/in',
    'return %3, %0',
  ])
  assert.is(signature(g), '(f64[2], f64) -> (f64[2], f64[2]), 4 nodes')
})

test('constants show their numbers, a few of them', () => {
  const g = graph([], () => [constant(-0), fill([2, 2], 3), constant([1, Number.NaN]), constant([1, 2, 3, 4, 5, 6, 7])])
  assert.equal(lines(show(g)).slice(0, -1), [
    '%0 : f64 = constant -0',
    '%1 : f64[2,2] = constant all 3',
    '%2 : f64[2] = constant [1, NaN]',
    '%3 : f64[7] = constant [1, 2, 3, 4, 5, 6, ...]',
  ])
})

test('nodes of a derivative show their primal node', () => {
  const text = lines(show(forward(graph([[]], (x) => tanh(x)))))
  assert.ok(
    text.some((line) => / = mul .* ; d%1$/.test(line)),
    text.join('\n'),
  )
  assert.not(text.slice(0, 2).some((line) => line.includes('d%')))
})

test('bodies are shown under their node, indented', () => {
  const text = lines(
    show(
      graph([[3]], (x) =>
        add(
          checkpoint((y) => sin(y))(x),
          cond(
            1,
            (y) => y,
            (y) => sin(y),
            x,
          ),
          scan(([c]) => ({ carry: [mul(c, 2)] }), [x], [], { length: 2 }).carry[0],
        ),
      ),
    ),
  )
  for (const name of ['body', 'onTrue', 'onFalse']) assert.ok(text.includes(`  ${name}:`), name)
  assert.ok(text.includes('    %1 : f64[3] = sin %0'))
  assert.ok(
    text.some((line) => /%\d+ : \(f64\[3\], f64\[2,3\]\) = scan\[2\] %\d+$/.test(line)),
    text.join('\n'),
  )
})

test('tuples show their parts', () => {
  const g = graph([[2], []], (x, a) => tuple([x, tuple([a, a])]))
  assert.is(lines(show(g)).at(-2), '%3 : (f64[2], (f64, f64)) = tuple %0 %2')
})

test.run()
