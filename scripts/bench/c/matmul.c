// c = a b, the sum of w c, and its slopes in both matrices: w b' and a' w.
#include "run.h"
#include "matrices.h"

static int n;
static real *a, *b, *w, *c;

static void start(const int *size, const double *data) {
  n = size[0];
  a = taken(&data, n * n);
  b = taken(&data, n * n);
  w = taken(&data, n * n);
  c = reals(n * n);
  result = reals(2 * n * n);
  results = 2 * n * n;
}

static double value(void) {
  plain(n, n, n, a, b, c);
  return c[0];
}

static void derivative(void) {
  rightTurned(n, n, n, w, b, result);
  leftTurned(n, n, n, a, w, result + n * n);
}
