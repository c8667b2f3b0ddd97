// The Hessian of a logistic regression's loss times a vector.
#include "samples.h"

static real *v;

static void start(const int *size, const double *data) {
  data = startSamples(size, data);
  v = taken(&data, d);
  result = reals(d);
  results = d;
}

static void derivative(void) {
  real *restrict slope = result;
  for (int j = 0; j < d; j++) slope[j] = 0.02 * v[j];
  for (int i = 0; i < n; i++) {
    const real *restrict row = x + (long)i * d;
    double c = curvature(i) * dot(row, v);
    for (int j = 0; j < d; j++) slope[j] += c * row[j];
  }
}
