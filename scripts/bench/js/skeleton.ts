/** ADBench's skeleton of bones under 26 angles, and the slopes of its matrices, by hand: for each angle those of its bones. */
export const ANGLES = 26
const FIRST = 6

type Numbers = Readonly<Float64Array>

/** c = a b, of matrices 4 by 4 within arrays. */
const times = (a: Numbers, a0: number, b: Numbers, b0: number, c: Float64Array, c0: number): void => {
  for (let i = 0; i < 16; i += 4) {
    const [x, y, z, w] = [a[a0 + i]!, a[a0 + i + 1]!, a[a0 + i + 2]!, a[a0 + i + 3]!]
    for (let j = 0; j < 4; j++)
      c[c0 + i + j] = x * b[b0 + j]! + y * b[b0 + 4 + j]! + z * b[b0 + 8 + j]! + w * b[b0 + 12 + j]!
  }
}

/** Columns i and j of a matrix turned into each other, or the slopes of that, where all others are 0. */
const turned = (a: Numbers, a0: number, i: number, j: number, angle: number, slope: boolean, c: Float64Array): void => {
  const [co, si] = slope ? [-Math.sin(angle), Math.cos(angle)] : [Math.cos(angle), Math.sin(angle)]
  for (let row = 0; row < 16; row += 4) {
    const [x, y] = [a[a0 + row + i]!, a[a0 + row + j]!]
    for (let k = row; k < row + 4; k++) c[k] = slope ? 0 : a[a0 + k]!
    c[row + i] = co * x + si * y
    c[row + j] = co * y - si * x
  }
}

/** The sums over j of (-s)^j / (2 j + k)! for k up to 4: near 0 by their first terms. */
const stumpff = (s: number): readonly number[] => {
  if (s > 0.1) {
    const root = Math.sqrt(s)
    const [c0, c1] = [Math.cos(root), Math.sin(root) / root]
    const c2 = (1 - c0) / s
    return [c0, c1, c2, (1 - c1) / s, (0.5 - c2) / s]
  }
  return [1, 1, 2, 6, 24].map((factorial, k) => {
    let [sum, term] = [0, 1 / factorial]
    for (let j = 0; j < 8; j++) {
      sum += term
      term *= -s / ((2 * j + k + 1) * (2 * j + k + 2))
    }
    return sum
  })
}

/** The matrices of a pose, and where it has the parts of a skin. */
export interface Skeleton {
  /** Moves bones and the whole hand, with slopes if they are wanted. */
  readonly pose: (withSlopes: boolean) => void
  /** Adds a part of a vertex, before the whole hand turns, to `at`, and of its slopes if wanted. */
  readonly skin: (vertex: number, part: number, at: Float64Array, withSlopes: boolean) => void
  /** The turn of the whole hand, 3 by 3. */
  readonly turn: Numbers
  /** Where a vertex is of which `at` is the place before the whole hand turns. */
  readonly seen: (row: number, at: Numbers) => number
  /** Puts the three rows of slopes of what was measured less where `at` is, and forgets those of fingers. */
  readonly rows: (at: Numbers, to: Float64Array, start: number) => void
}

/** The skeleton of angles, parents, matrices relative to parents, and what each bone does for each vertex. */
export const skeleton = (theta: Numbers, parents: Numbers, relatives: Numbers, shares: Numbers): Skeleton => {
  const bones = parents.length
  const [bendOf, spreadOf] = [new Int32Array(bones).fill(-1), new Int32Array(bones).fill(-1)]
  for (let finger = 0; finger < 5; finger++) {
    const [bone, angle] = [2 + 4 * finger, FIRST + 4 * finger]
    bendOf[bone] = angle
    spreadOf[bone] = angle + 1
    bendOf[bone + 1] = angle + 2
    bendOf[bone + 2] = angle + 3
  }
  const moving: (readonly number[])[] = []
  for (let bone = 0; bone < bones; bone++)
    moving.push([...(moving[parents[bone]!] ?? []), ...[bendOf[bone]!, spreadOf[bone]!].filter((angle) => angle >= 0)])
  const vertices = shares.length / (4 * bones)
  const movers = Array.from({ length: vertices }, (_, vertex) =>
    Array.from({ length: bones }, (__, bone) => bone).filter((bone) =>
      shares.slice(4 * (vertex * bones + bone), 4 * (vertex * bones + bone + 1)).some((x) => x !== 0),
    ),
  )
  const [absolute, own] = [new Float64Array(16 * bones), new Float64Array(16 * bones)]
  const slopes = new Float64Array(16 * bones * ANGLES)
  const [spread, other, local] = [new Float64Array(16), new Float64Array(16), new Float64Array(16)]
  const [turn, turnSlopes] = [new Float64Array(9), new Float64Array(27)]
  const by = new Float64Array(3 * ANGLES)

  const below = (up: number, matrix: Float64Array, m0: number, to: Float64Array, start: number): void => {
    if (up >= 0) times(absolute, 16 * up, matrix, m0, to, start)
    else for (let k = 0; k < 16; k++) to[start + k] = matrix[m0 + k]!
  }
  const poseBone = (bone: number, withSlopes: boolean): void => {
    const [at, up, bend, wide] = [16 * bone, parents[bone]!, bendOf[bone]!, spreadOf[bone]!]
    if (wide >= 0) turned(relatives, at, 0, 1, theta[wide]!, false, spread)
    else for (let k = 0; k < 16; k++) spread[k] = relatives[at + k]!
    if (bend >= 0) turned(spread, 0, 1, 2, theta[bend]!, false, local)
    else local.set(spread)
    own.set(local, at)
    below(up, own, at, absolute, at)
    if (!withSlopes) return
    if (up >= 0)
      for (const angle of moving[up]!)
        times(slopes, 16 * (up * ANGLES + angle), own, at, slopes, 16 * (bone * ANGLES + angle))
    if (bend >= 0) {
      turned(spread, 0, 1, 2, theta[bend]!, true, local)
      below(up, local, 0, slopes, 16 * (bone * ANGLES + bend))
    }
    if (wide >= 0) {
      turned(relatives, at, 0, 1, theta[wide]!, true, other)
      if (bend >= 0) turned(other, 0, 1, 2, theta[bend]!, false, local)
      else local.set(other)
      below(up, local, 0, slopes, 16 * (bone * ANGLES + wide))
    }
  }
  const rotate = (): void => {
    const [rx, ry, rz] = [theta[0]!, theta[1]!, theta[2]!]
    const [c0, c1, c2, c3, c4] = stumpff(rx * rx + ry * ry + rz * rz) as [number, number, number, number, number]
    const cross = [0, -rz, ry, rz, 0, -rx, -ry, rx, 0]
    const [d0, d1, d2] = [-c1, c3 - c2, 2 * c4 - c3]
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const [same, x, both] = [i === j ? 1 : 0, cross[3 * i + j]!, theta[i]! * theta[j]!]
        turn[3 * i + j] = same * c0 + c1 * x + c2 * both
        for (let k = 0; k < 3; k++)
          turnSlopes[9 * k + 3 * i + j] =
            theta[k]! * (same * d0 + d1 * x + d2 * both) + c2 * ((i === k ? theta[j]! : 0) + (j === k ? theta[i]! : 0))
      }
    for (let k = 0; k < 3; k++) {
      const [i, j] = [(k + 2) % 3, (k + 1) % 3]
      turnSlopes[9 * k + 3 * i + j]! += c1
      turnSlopes[9 * k + 3 * j + i]! -= c1
    }
  }
  const along = (matrix: Numbers, row: number, at: Numbers, from: number): number =>
    matrix[row]! * at[from]! + matrix[row + 1]! * at[from + 1]! + matrix[row + 2]! * at[from + 2]!
  return {
    turn,
    pose: (withSlopes) => {
      for (let bone = 0; bone < bones; bone++) poseBone(bone, withSlopes)
      rotate()
    },
    skin: (vertex, part, at, withSlopes) => {
      for (const bone of movers[vertex]!) {
        const s = 4 * (vertex * bones + bone)
        const [x, y, z, w] = [part * shares[s]!, part * shares[s + 1]!, part * shares[s + 2]!, part * shares[s + 3]!]
        for (let i = 0, a = 16 * bone; i < 3; i++, a += 4)
          at[i]! += absolute[a]! * x + absolute[a + 1]! * y + absolute[a + 2]! * z + absolute[a + 3]! * w
        if (!withSlopes) continue
        for (const angle of moving[bone]!)
          for (let i = 0, a = 16 * (bone * ANGLES + angle); i < 3; i++, a += 4)
            by[3 * angle + i]! += slopes[a]! * x + slopes[a + 1]! * y + slopes[a + 2]! * z + slopes[a + 3]! * w
      }
    },
    seen: (row, at) => along(turn, 3 * row, at, 0) + theta[3 + row]!,
    rows: (at, to, start) => {
      for (let i = 0, out = start; i < 3; i++, out += ANGLES) {
        for (let k = 0; k < 3; k++) to[out + k] = -along(turnSlopes, 9 * k + 3 * i, at, 0)
        for (let k = 0; k < 3; k++) to[out + 3 + k] = i === k ? -1 : 0
        for (let k = FIRST; k < ANGLES; k++) to[out + k] = -along(turn, 3 * i, by, 3 * k)
      }
      by.fill(0)
    },
  }
}
