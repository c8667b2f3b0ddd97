// Points that a function does not take, and options that there are not: refused before anything is drawn.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type AdError,
  type Arg,
  add,
  batchMap,
  cotangent,
  div,
  grad,
  graph,
  hvp,
  jacobian,
  jax,
  jvp,
  linearize,
  maximum,
  mul,
  prepare,
  sin,
  type Wire,
} from '../../modes/index.ts'
import { thrown } from '../support.ts'

/** Points that the types refuse too. */
const points = (...xs: readonly unknown[]): never => xs as never
const info = (f: () => unknown) => (thrown(f) as AdError).info

test('more points than a function takes are refused where its parameters say so for sure', () => {
  const one = (x: Wire): Wire => sin(x)
  const pair = ([x]: readonly Wire[], { y }: { readonly y: Wire }): Wire => mul(x!, y)
  assert.is(info(() => grad(one)(...points(1, 2))).found, '2 points')
  assert.is(info(() => grad(one)(...points(1, 2))).expected, 'at most 1, as many as the function takes')
  assert.is(info(() => grad(pair)(...points([1], { y: 2 }, 3))).found, '3 points')
  assert.is(info(() => jacobian(one)(...points(1, 2))).op, 'jacobian')
})

test('functions of a rest, of defaults, of arguments and of nothing take what they are given', () => {
  assert.is(grad((x: Wire, ...more: Wire[]) => mul(x, ...more))(2, 3, 5), 15)
  assert.is(grad((x: Wire, y: Arg = 1) => mul(x, y))(2, 3), 3)
  assert.is(grad((x: Wire, y: Arg = 1, z: Arg = (() => 2)()) => mul(x, y, z))(2, 3, 4), 12)
  assert.is(
    grad(function (_: Wire) {
      // biome-ignore lint/complexity/noArguments: what is tested
      return add(...(arguments as unknown as Wire[]))
    } as (...xs: Wire[]) => Wire)(2, 3),
    1,
  )
  assert.is(grad(() => 3)(2), 0)
  assert.is(grad(maximum)(3, 2), 1)
  assert.is(grad(div)(3, 2), 0.5)
})

test('a function that is drawn, and a graph, say themselves how many points they take', () => {
  assert.match(
    String(thrown(() => grad(prepare((x) => sin(x), [[]]))(...points(1, 2)))),
    /ArityError in grad: found 2 points/,
  )
  assert.match(String(thrown(() => grad(graph([[]], sin))(1, 2))), /ArityError in grad: found 2 points/)
})

test('conventions are a full record of what there is', () => {
  const at = (conventions: unknown) => () => grad(sin, { conventions: conventions as never })(1)
  assert.is(info(at('jax')).argument, 'conventions')
  assert.is(info(at({ abs: 1 })).found, 'a record without tie, ties, relu, clip, power, logarithm, atan2, zero')
  assert.is(info(at({ ...jax, tie: 'first' })).argument, 'conventions.tie')
  assert.is(info(at({ ...jax, ties: 'last' })).expected, 'one of shared, first, all')
  assert.is(info(at({ ...jax, Abs: 1 })).found, 'a field Abs')
  assert.is(info(() => linearize(graph([[]], sin), { conventions: 'jax' as never })).op, 'linearize')
  assert.is(at({ ...cotangent, abs: 1 })(), Math.cos(1))
})

test('options are those that there are', () => {
  assert.is(info(() => hvp(sin, { way: 'fwdrev' as never })(1, 1)).argument, 'way')
  assert.is(info(() => jacobian(sin, { mode: 'fwd' as never })(1)).expected, 'one of forward, reverse, mixed, coloured')
  assert.is(info(() => grad(sin, { argnum: 1 } as never)(1)).found, 'an option argnum')
  assert.is(info(() => grad(sin, { toString: 1 } as never)(1)).found, 'an option toString')
  for (const each of [grad, jacobian, jvp, hvp, batchMap] as readonly ((f: unknown, options: unknown) => unknown)[])
    assert.is(info(() => (each(sin, 1) as (...xs: unknown[]) => unknown)([1], [1])).argument, 'options')
})

test.run()
