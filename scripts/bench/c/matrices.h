// Blocked products of matrices, row by row, a block of the result in registers: 32 bytes a vector where there is AVX, else 16.
#ifdef __AVX__
enum { WIDTH = 32 };
#else
enum { WIDTH = 16 };
#endif
typedef real vector __attribute__((vector_size(WIDTH), aligned(sizeof(real))));
enum { LANES = WIDTH / sizeof(real), ROWS = 4, COLUMNS = 2 * LANES, DEPTH = 256 };

static real *packed;
static long packedRoom;

// Puts `deep` rows of x, `sx` apart and its columns `tx`, from column j0 on, in stripes of `count` columns; 0 beyond n.
static inline real *stripes(int count, int n, int deep, const real *x, long sx, long tx, real *restrict to) {
  for (int j0 = 0; j0 < n; j0 += count) {
    int full = n - j0 < count ? n - j0 : count;
    for (int p = 0; p < deep; p++, to += count) {
      const real *from = x + p * sx + j0 * tx;
      if (full == count)
        for (int j = 0; j < count; j++) to[j] = from[j * tx];
      else
        for (int j = 0; j < count; j++) to[j] = j < full ? from[j * tx] : 0;
    }
  }
  return to;
}

// c [m, n] = a [m, k] b [k, n], or is added to it: rows of a `sa` apart and its columns `ta`, likewise of b, rows of c `sc`.
static void product(int m, int n, int k, const real *a, long sa, long ta, const real *b, long sb, long tb,
                    real *restrict c, long sc, int added) {
  long wide = (n + COLUMNS - 1) / COLUMNS * COLUMNS, tall = (m + ROWS - 1) / ROWS * ROWS, need = (wide + tall) * DEPTH;
  if (need > packedRoom) packed = reals(packedRoom = need);
  for (int k0 = 0; k0 < k; k0 += DEPTH) {
    int deep = k - k0 < DEPTH ? k - k0 : DEPTH;
    const real *from = b + k0 * sb;
    real *pa = tb == 1 ? stripes(COLUMNS, n, deep, from, sb, 1, packed) : stripes(COLUMNS, n, deep, from, sb, tb, packed);
    stripes(ROWS, m, deep, a + k0 * ta, ta, sa, pa);
    for (int j0 = 0; j0 < n; j0 += COLUMNS)
      for (int i0 = 0; i0 < m; i0 += ROWS) {
        const real *x = pa + (long)i0 * deep, *z = packed + (long)j0 * deep;
        vector sum[ROWS][2] = {0};
        for (int p = 0; p < deep; p++, x += ROWS, z += COLUMNS) {
          vector left = *(const vector *)z, right = *(const vector *)(z + LANES);
          for (int r = 0; r < ROWS; r++) {
            sum[r][0] += x[r] * left;
            sum[r][1] += x[r] * right;
          }
        }
        for (int r = 0; r < ROWS && i0 + r < m; r++) {
          real *row = c + (i0 + r) * sc + j0;
          int more = k0 || added;
          if (j0 + COLUMNS <= n) {
            vector *to = (vector *)row, *after = (vector *)(row + LANES);
            *to = more ? *to + sum[r][0] : sum[r][0];
            *after = more ? *after + sum[r][1] : sum[r][1];
          } else
            for (int q = 0; j0 + q < n; q++) row[q] = (more ? row[q] : 0) + sum[r][q / LANES][q % LANES];
        }
      }
  }
}

static void plain(int m, int n, int k, const real *a, const real *b, real *c) { product(m, n, k, a, k, 1, b, n, 1, c, n, 0); }
// c = a' b, of a [k, m].
static void leftTurned(int m, int n, int k, const real *a, const real *b, real *c) {
  product(m, n, k, a, 1, m, b, n, 1, c, n, 0);
}
// c = a b', of b [n, k].
static void rightTurned(int m, int n, int k, const real *a, const real *b, real *c) {
  product(m, n, k, a, k, 1, b, 1, k, c, n, 0);
}
