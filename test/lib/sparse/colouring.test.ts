// Colourings: every entry told, by checkers from the definitions; numbers of the literature; optima by brute force.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { AdError, type Colouring, type ColouringKind, colouring, type Ordering, Pattern } from '../../../modes/index.ts'
import { thrown } from '../../support.ts'
import {
  arrowhead,
  band,
  brusselator,
  countOf,
  determined,
  entriesOf,
  fivePoint,
  groupings,
  hasTwoColouredCycle,
  hasTwoColouredPath,
  patterns,
  proper,
  symmetricPatterns,
  toldByColumn,
} from './patterns.ts'

const orderings: readonly (Ordering | undefined)[] = [
  undefined,
  'natural',
  'largest-first',
  'smallest-last',
  'incidence-degree',
]
const option = (ordering: Ordering | undefined) => (ordering ? { ordering } : {})

type Groups =
  | Pick<Colouring, 'columns' | 'rows'>
  | { readonly columns: readonly number[]; readonly rows: readonly number[] }

/** Whether these groups tell every entry, as the kind demands it. */
const tells: Readonly<Record<ColouringKind, (p: Pattern, groups: Groups) => boolean>> = {
  columns: (p, { columns }) => entriesOf(p).every((place) => toldByColumn(p, columns, place)),
  rows: (p, { rows }) => {
    const turned = Pattern.transpose(p)
    return entriesOf(turned).every((place) => toldByColumn(turned, rows, place))
  },
  both: (p, { columns, rows }) => {
    const turned = Pattern.transpose(p)
    return entriesOf(p).every(([i, j]) => toldByColumn(p, columns, [i, j]) || toldByColumn(turned, rows, [j, i]))
  },
  star: (p, { columns }) =>
    entriesOf(p).every(([i, j]) => toldByColumn(p, columns, [i, j]) || toldByColumn(p, columns, [j, i])),
  acyclic: (p, { columns }) => determined(p, columns),
}

/** Asserts what every colouring says of itself. */
const sound = (p: Pattern, c: Colouring): void => {
  const what = `${c.kind} ${JSON.stringify(entriesOf(p))} in ${p.shape}: ${c.columns} and ${c.rows}`
  assert.equal(c.shape, p.shape)
  assert.is(c.columns.length, p.shape[1])
  assert.is(c.rows.length, p.shape[0])
  for (const [groups, passes] of [
    [c.columns, c.columnPasses],
    [c.rows, c.rowPasses],
  ] as const) {
    assert.is(countOf(groups), passes, what)
    assert.ok(
      groups.every((g) => g >= -1 && g < passes),
      what,
    )
  }
  assert.is(c.passes, c.columnPasses + c.rowPasses)
  assert.ok(c.bound <= c.passes, what)
  assert.is(c.optimal, c.bound === c.passes)
  assert.ok(tells[c.kind](p, c), `an entry is not told: ${what}`)
}

test('every entry of random patterns is told, in every order', () => {
  fc.assert(
    fc.property(patterns(9), (p) => {
      for (const kind of ['columns', 'rows', 'both'] as const)
        for (const ordering of orderings) sound(p, colouring(p, kind, option(ordering)))
    }),
    { numRuns: 150 },
  )
})

test('every entry of random symmetric patterns is told, and the graph is coloured as the definitions say', () => {
  for (const whole of [true, false])
    fc.assert(
      fc.property(symmetricPatterns(9, whole), (p) => {
        for (const ordering of orderings) {
          const star = colouring(p, 'star', option(ordering))
          const acyclic = colouring(p, 'acyclic', option(ordering))
          sound(p, star)
          sound(p, acyclic)
          if (!whole) continue
          assert.ok(proper(p, star.columns) && proper(p, acyclic.columns))
          assert.not(hasTwoColouredPath(p, star.columns))
          assert.not(hasTwoColouredCycle(p, acyclic.columns))
        }
      }),
      { numRuns: 100 },
    )
})

test('no bound exceeds the optimum by brute force, and no claim of optimality is false', () => {
  const ways = Array.from({ length: 5 }, (_, n) => groupings(n))
  const best = (p: Pattern, kind: ColouringKind): number => {
    const none = (n: number) => new Array<number>(n).fill(-1)
    const [m, n] = p.shape
    const columns = kind === 'rows' ? [none(n)] : ways[n]
    const rows = kind === 'rows' || kind === 'both' ? ways[m] : [none(m)]
    const all = columns.flatMap((c) => rows.map((r) => ({ columns: c, rows: r, passes: countOf(c) + countOf(r) })))
    return all.sort((a, b) => a.passes - b.passes).find((groups) => tells[kind](p, groups))!.passes
  }
  const check = (p: Pattern, kinds: readonly ColouringKind[]): void => {
    for (const kind of kinds) {
      const c = colouring(p, kind)
      const optimum = best(p, kind)
      const what = `${kind} of ${JSON.stringify(entriesOf(p))} in ${p.shape}`
      assert.ok(c.bound <= optimum, `bound ${c.bound}, optimum ${optimum}: ${what}`)
      assert.ok(c.passes >= optimum && (!c.optimal || c.passes === optimum), what)
      // At this size the best of several orders finds the optimum by columns and rows, and misses it by one at most.
      assert.ok(c.passes <= optimum + (kind === 'columns' || kind === 'rows' ? 0 : 1), `${c.passes}: ${what}`)
    }
  }
  fc.assert(
    fc.property(patterns(4), (p) => check(p, ['columns', 'rows', 'both'])),
    { numRuns: 150 },
  )
  for (const whole of [true, false])
    fc.assert(
      fc.property(symmetricPatterns(4, whole), (p) => check(p, ['star', 'acyclic'])),
      { numRuns: 150 },
    )
})

// Gebremedhin, Manne, Pothen 2005, What color is your Jacobian?, SIAM Review 47(4): a band matrix takes as many columns
// as it has diagonals, which is the most entries of a row.
test('a band with l diagonals below and u above takes l + u + 1', () => {
  for (const [l, u] of [
    [0, 0],
    [1, 1],
    [2, 3],
    [0, 4],
    [5, 1],
  ] as const)
    for (const kind of ['columns', 'rows'] as const) {
      const p = band(30, l, u)
      const c = colouring(p, kind)
      sound(p, c)
      assert.is(c.passes, l + u + 1)
      assert.ok(c.optimal)
    }
})

// Coleman and Moré 1984, Estimation of sparse Hessian matrices and graph coloring problems, and Gebremedhin, Tarafdar,
// Manne, Pothen 2007, New acyclic and star coloring algorithms: with rho off-diagonals, those of both sides counted,
// 2 floor(rho / 2) + 1 and floor(rho / 2) + 1. Counted on one side, star would give 1 to a path, which takes 3.
test('a symmetric band with rho off-diagonals takes 2 floor(rho/2) + 1 by star, floor(rho/2) + 1 by acyclic colourings', () => {
  for (const side of [0, 1, 2, 3, 5]) {
    const rho = 2 * side
    const p = band(40, side, side)
    const [star, acyclic] = [colouring(p, 'star'), colouring(p, 'acyclic')]
    sound(p, star)
    sound(p, acyclic)
    assert.is(star.passes, 2 * Math.floor(rho / 2) + 1)
    assert.is(acyclic.passes, Math.floor(rho / 2) + 1)
    assert.ok(acyclic.optimal)
  }
})

// Coleman and Verma 1998, The efficient computation of sparse Jacobian matrices using automatic differentiation: an
// arrowhead takes as many passes as it has columns one way, and 3 both ways.
test('an arrowhead takes n by columns and 3 both ways', () => {
  const p = arrowhead(1000)
  const [columns, both] = [colouring(p, 'columns'), colouring(p, 'both')]
  assert.is(columns.passes, 1000)
  assert.is(both.passes, 3)
  assert.ok(columns.optimal && both.optimal)
  sound(arrowhead(20), colouring(arrowhead(20), 'both'))
  assert.is(colouring(arrowhead(20), 'both').passes, 3)
  assert.is(colouring(p, 'star').passes, 2)
})

// Montoison, Dalle, Gebremedhin 2025, Revisiting sparse matrix coloring and bicoloring: a star colouring of the bipartite
// graph of an antidiagonal has two colours, one of which is needed.
test('a 4 by 4 antidiagonal takes one pass', () => {
  const p = Pattern.ofRows([[3], [2], [1], [0]], 4)
  const c = colouring(p, 'both')
  sound(p, c)
  assert.is(c.passes, 1)
})

// Bounds by hand: five entries of an inner row of the stencil; six of the Brusselator (Hairer and Wanner 1996, Solving
// Ordinary Differential Equations II, IV.10), for which greedy colourings give 12 by columns as they come.
test('stencils with their shapes: 5 for five points, 8 for the periodic Brusselator of 32', () => {
  for (const [rows, columns] of [
    [10, 10],
    [7, 12],
    [33, 6],
    [3, 5],
  ] as const) {
    const p = fivePoint(rows, columns)
    const c = colouring(p, 'columns', { shapes: [[rows, columns]] })
    sound(p, c)
    assert.is(c.passes, 5)
    assert.ok(c.optimal)
  }
  for (const n of [5, 10, 15]) {
    const p = fivePoint(n, n, true)
    const c = colouring(p, 'columns', { shapes: [[n, n]] })
    sound(p, c)
    assert.is(c.passes, 5)
  }
  const p = brusselator(32)
  assert.equal([p.shape[1], Pattern.nnz(p)], [2048, 12288])
  assert.is(colouring(p, 'columns', { ordering: 'natural' }).passes, 12)
  const layouts = [
    [brusselator(32), [[2, 32, 32]]],
    [
      brusselator(32),
      [
        [32, 32],
        [32, 32],
      ],
    ],
    [brusselator(32, true), [[32, 32, 2]]],
  ] as const
  for (const [pattern, shapes] of layouts) {
    const c = colouring(pattern, 'columns', { shapes })
    sound(pattern, c)
    assert.is(c.bound, 6)
    assert.ok(c.passes <= 8, `${c.passes}`)
  }
})

test('symmetric stencils with their shapes: 3 acyclic for five points, and what is found is as defined', () => {
  for (const [p, shapes] of [
    [fivePoint(7, 8), [[7, 8]]],
    [fivePoint(6, 6, true), [[6, 6]]],
    [fivePoint(7, 5, true), [[7, 5]]],
    [brusselator(6), [[2, 6, 6]]],
    [brusselator(5, true), [[5, 5, 2]]],
  ] as const) {
    const [star, acyclic] = (['star', 'acyclic'] as const).map((kind) => colouring(p, kind, { shapes }))
    assert.ok(proper(p, star.columns) && proper(p, acyclic.columns))
    assert.not(hasTwoColouredPath(p, star.columns))
    assert.not(hasTwoColouredCycle(p, acyclic.columns))
    assert.ok(star.bound <= star.passes && acyclic.bound <= acyclic.passes)
    assert.ok(star.passes <= colouring(p, 'columns', { shapes }).passes)
  }
  // Two colours leave a cycle around each square, and the sums of indices modulo 3 leave none.
  const grid = colouring(fivePoint(7, 8), 'acyclic', { shapes: [[7, 8]] })
  assert.equal([grid.passes, grid.bound, grid.optimal], [3, 3, true])
})

test('nothing to tell takes no pass', () => {
  for (const shape of [
    [0, 0],
    [3, 0],
    [0, 3],
    [2, 2],
  ] as const)
    for (const kind of ['columns', 'rows', 'both', 'star', 'acyclic'] as const) {
      if (shape[0] !== shape[1] && (kind === 'star' || kind === 'acyclic')) continue
      const c = colouring(Pattern.ofEntries(shape, []), kind)
      assert.equal([c.passes, c.bound, c.optimal], [0, 0, true])
    }
})

test('columns that no pass needs have no group', () => {
  assert.equal([...colouring(Pattern.ofRows([[0], [0, 2]], 3), 'columns').columns], [0, -1, 1])
  // A star graph without its diagonal: all is told by its hub.
  const hub = Pattern.ofRows([[1, 2, 3], [0], [0], [0]], 4)
  for (const kind of ['star', 'acyclic'] as const) {
    const c = colouring(hub, kind)
    assert.equal([...c.columns], [0, -1, -1, -1])
    assert.ok(c.optimal)
  }
})

test('a pattern that is not symmetric, and shapes of another size, are refused', () => {
  const refused = (f: () => unknown): string => {
    const error = thrown(f)
    assert.instance(error, AdError)
    return (error as AdError).message
  }
  for (const p of [Pattern.ofRows([[1], []], 2), Pattern.ofRows([[0]], 2)])
    assert.match(
      refused(() => colouring(p, 'star')),
      /ShapeError in star.*symmetric/,
    )
  assert.match(
    refused(() => colouring(band(4, 1, 1), 'columns', { shapes: [[5]] })),
    /ShapeError in colouring, argument shapes: found 5 entries in \[5\], expected 4/,
  )
  assert.match(
    refused(() => colouring(band(4, 1, 1), 'stars' as ColouringKind)),
    /ValueError in colouring, argument kind: found the kind "stars", expected one of columns, rows, both, star, acyclic/,
  )
})

test.run()
