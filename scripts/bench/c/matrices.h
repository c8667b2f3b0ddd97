// Blocked products of matrices, row by row: vectors as long as the machine has them, a block of the result in registers.
typedef real vector __attribute__((vector_size(32), aligned(sizeof(real))));
enum { LANES = 32 / sizeof(real), ROWS = 4, COLUMNS = 2 * LANES, DEPTH = 256 };

static real *packed;
static long packedRoom;

// c [m, n] = a [m, k] b [k, n], rows of a `sa` apart and its columns `ta`, likewise of b.
static void product(int m, int n, int k, const real *a, long sa, long ta, const real *b, long sb, long tb, real *restrict c) {
  long wide = (n + COLUMNS - 1) / COLUMNS * COLUMNS, tall = (m + ROWS - 1) / ROWS * ROWS, need = (wide + tall) * DEPTH;
  if (need > packedRoom) packed = reals(packedRoom = need);
  real *pa = packed + wide * DEPTH;
  for (int k0 = 0; k0 < k; k0 += DEPTH) {
    int deep = k - k0 < DEPTH ? k - k0 : DEPTH;
    real *to = packed;
    for (int j0 = 0; j0 < n; j0 += COLUMNS)
      for (int p = 0; p < deep; p++)
        for (int j = j0; j < j0 + COLUMNS; j++) *to++ = j < n ? b[(k0 + p) * sb + j * tb] : 0;
    to = pa;
    for (int i0 = 0; i0 < m; i0 += ROWS)
      for (int p = 0; p < deep; p++)
        for (int i = i0; i < i0 + ROWS; i++) *to++ = i < m ? a[i * sa + (k0 + p) * ta] : 0;
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
          real *row = c + (long)(i0 + r) * n + j0;
          for (int q = 0; q < COLUMNS && j0 + q < n; q++) row[q] = (k0 ? row[q] : 0) + sum[r][q / LANES][q % LANES];
        }
      }
  }
}

static void plain(int m, int n, int k, const real *a, const real *b, real *c) { product(m, n, k, a, k, 1, b, n, 1, c); }
// c = a' b, of a [k, m].
static void leftTurned(int m, int n, int k, const real *a, const real *b, real *c) { product(m, n, k, a, 1, m, b, n, 1, c); }
// c = a b', of b [n, k].
static void rightTurned(int m, int n, int k, const real *a, const real *b, real *c) { product(m, n, k, a, k, 1, b, 1, k, c); }
