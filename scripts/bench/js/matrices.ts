/** Products of matrices, row by row, four by two entries of the result at a time in local numbers. */
type Matrix = Readonly<Float64Array>

/**
 * c [m, n] = a [m, k] b [k, n], or is added to it: neighbours in a row of a are `ta` apart and rows `sa`, likewise of b,
 * and rows of c are `sc` apart; each matrix begins at its offset.
 */
export const product = (
  [m, n, k]: readonly [number, number, number],
  [a, a0, sa, ta]: readonly [Matrix, number, number, number],
  [b, b0, sb, tb]: readonly [Matrix, number, number, number],
  [c, c0, sc]: readonly [Float64Array, number, number],
  added = false,
): void => {
  for (let i = 0; i < m; i += 2)
    for (let j = 0; j < n; j += 4) {
      const [tall, wide] = [m - i, n - j]
      const below = tall > 1 ? sa : 0
      const [second, third, fourth] = [wide > 1 ? tb : 0, wide > 2 ? 2 * tb : 0, wide > 3 ? 3 * tb : 0]
      let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0]
      for (let p = 0, x = a0 + i * sa, y = b0 + j * tb; p < k; p++, x += ta, y += sb) {
        const [u, v] = [a[x]!, a[x + below]!]
        const [w0, w1, w2, w3] = [b[y]!, b[y + second]!, b[y + third]!, b[y + fourth]!]
        s0 += u * w0
        s1 += u * w1
        s2 += u * w2
        s3 += u * w3
        t0 += v * w0
        t1 += v * w1
        t2 += v * w2
        t3 += v * w3
      }
      const at = c0 + i * sc + j
      const put = (to: number, x: number): void => {
        c[to] = added ? c[to]! + x : x
      }
      put(at, s0)
      if (wide > 1) put(at + 1, s1)
      if (wide > 2) put(at + 2, s2)
      if (wide > 3) put(at + 3, s3)
      if (tall === 1) continue
      put(at + sc, t0)
      if (wide > 1) put(at + sc + 1, t1)
      if (wide > 2) put(at + sc + 2, t2)
      if (wide > 3) put(at + sc + 3, t3)
    }
}

/** c = a b. */
export const plain = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Float64Array, c0 = 0): void =>
  product([m, n, k], [a, 0, k, 1], [b, 0, n, 1], [c, c0, n])

/** c = a' b, of a [k, m]. */
export const leftTurned = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Float64Array, c0 = 0): void =>
  product([m, n, k], [a, 0, 1, m], [b, 0, n, 1], [c, c0, n])

/** c = a b', of b [n, k]. */
export const rightTurned = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Float64Array, c0 = 0): void =>
  product([m, n, k], [a, 0, k, 1], [b, 0, 1, k], [c, c0, n])
