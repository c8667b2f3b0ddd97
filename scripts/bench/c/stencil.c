// Reaction and diffusion on a line, and its tridiagonal Jacobian, entries row by row.
#include "run.h"

static int n;
static real *u, *y;

static void start(const int *size, const double *data) {
  n = size[0];
  u = taken(&data, n);
  y = reals(n);
  results = 3 * n - 2;
  result = reals(results);
}

static double value(void) {
  for (int i = 0; i < n; i++) {
    double before = u[i ? i - 1 : 0], after = u[i + 1 < n ? i + 1 : n - 1];
    y[i] = 100 * (after - 2 * u[i] + before) + u[i] * u[i] * (1 - u[i]) - 3 * u[i];
  }
  return y[0];
}

static double slopeAt(int i) { return -203 + 2 * u[i] - 3 * u[i] * u[i]; }
static void derivative(void) {
  result[0] = slopeAt(0) + 100;
  result[1] = 100;
  for (int i = 1; i + 1 < n; i++) {
    result[3 * i - 1] = 100;
    result[3 * i] = slopeAt(i);
    result[3 * i + 1] = 100;
  }
  result[3 * n - 4] = 100;
  result[3 * n - 3] = slopeAt(n - 1) + 100;
}
