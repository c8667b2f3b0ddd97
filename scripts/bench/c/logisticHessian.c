// The Hessian of a logistic regression's loss, half of it summed and the other half copied.
#include "run.h"

static int n, d;
static real *w, *x, *labels;

static void start(const int *size, const double *data) {
  d = size[0];
  n = size[1];
  w = taken(&data, d);
  x = taken(&data, (long)n * d);
  labels = taken(&data, n);
  result = reals(d * d);
  results = d * d;
}

static double value(void) {
  double loss = 0, squares = 0;
  for (int j = 0; j < d; j++) squares += w[j] * w[j];
  for (int i = 0; i < n; i++) {
    const real *row = x + (long)i * d;
    double z = 0;
    for (int j = 0; j < d; j++) z += row[j] * w[j];
    loss += log(1 + exp(-z)) + z - labels[i] * z;
  }
  return loss / n + 0.01 * squares;
}

static void derivative(void) {
  memset(result, 0, results * sizeof(real));
  for (int i = 0; i < n; i++) {
    const real *row = x + (long)i * d;
    double z = 0;
    for (int j = 0; j < d; j++) z += row[j] * w[j];
    double p = 1 / (1 + exp(-z)), c = p * (1 - p) / n;
    for (int j = 0; j < d; j++) {
      double cx = c * row[j];
      real *restrict out = result + j * d;
      for (int k = 0; k <= j; k++) out[k] += cx * row[k];
    }
  }
  for (int j = 0; j < d; j++) {
    result[j * d + j] += 0.02;
    for (int k = 0; k < j; k++) result[k * d + j] = result[j * d + k];
  }
}
