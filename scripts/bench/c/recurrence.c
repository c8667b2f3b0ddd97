// h = tanh(w h + x[t]), step after step, the sum of the squares of the last, and its gradient in w.
#include "run.h"

static int steps, n;
static real *w, *x, *kept, *b, *before;
static double y;

static void start(const int *size, const double *data) {
  steps = size[0];
  n = size[1];
  w = taken(&data, n * n);
  x = taken(&data, (long)steps * n);
  kept = reals((long)(steps + 1) * n);
  b = reals(n);
  before = reals(n);
  result = reals(n * n);
  results = n * n;
}

static double value(void) {
  for (int t = 0; t < steps; t++) {
    const real *restrict h = kept + (long)t * n;
    real *restrict next = kept + (long)(t + 1) * n;
    for (int i = 0; i < n; i++) {
      double z = x[(long)t * n + i];
      for (int j = 0; j < n; j++) z += w[i * n + j] * h[j];
      next[i] = tanh(z);
    }
  }
  double sum = 0;
  for (int i = 0; i < n; i++) sum += kept[(long)steps * n + i] * kept[(long)steps * n + i];
  return sum;
}

static void derivative(void) {
  y = value();
  memset(result, 0, results * sizeof(real));
  for (int i = 0; i < n; i++) b[i] = 2 * kept[(long)steps * n + i];
  for (int t = steps - 1; t >= 0; t--) {
    const real *restrict h = kept + (long)t * n, *restrict next = kept + (long)(t + 1) * n;
    memset(before, 0, n * sizeof(real));
    for (int i = 0; i < n; i++) {
      double c = b[i] * (1 - next[i] * next[i]);
      for (int j = 0; j < n; j++) {
        result[i * n + j] += c * h[j];
        before[j] += c * w[i * n + j];
      }
    }
    memcpy(b, before, n * sizeof(real));
  }
}
