// The Hessian of a logistic regression's loss, half of it summed, four samples at a time, and the other half copied.
#include "samples.h"

enum { TOGETHER = 4 };

static void start(const int *size, const double *data) {
  startSamples(size, data);
  result = reals((long)d * d);
  results = (long)d * d;
}

static void derivative(void) {
  memset(result, 0, results * sizeof(real));
  for (int i = 0; i < n; i += TOGETHER) {
    const real *rows[TOGETHER];
    double c[TOGETHER];
    for (int q = 0; q < TOGETHER; q++) {
      rows[q] = x + (long)(i + q < n ? i + q : n - 1) * d;
      c[q] = i + q < n ? curvature(i + q) : 0;
    }
    const real *restrict r0 = rows[0], *restrict r1 = rows[1], *restrict r2 = rows[2], *restrict r3 = rows[3];
    for (int j = 0; j < d; j++) {
      double c0 = c[0] * r0[j], c1 = c[1] * r1[j], c2 = c[2] * r2[j], c3 = c[3] * r3[j];
      real *restrict out = result + (long)j * d;
      for (int k = 0; k <= j; k++) out[k] += c0 * r0[k] + c1 * r1[k] + (c2 * r2[k] + c3 * r3[k]);
    }
  }
  for (int j = 0; j < d; j++) {
    result[j * d + j] += 0.02;
    for (int k = 0; k < j; k++) result[k * d + j] = result[j * d + k];
  }
}
