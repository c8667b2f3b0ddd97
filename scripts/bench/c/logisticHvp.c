// The Hessian of a logistic regression's loss times a vector.
#include "run.h"

static int n, d;
static real *w, *x, *labels, *v, *slope;

static void start(const int *size, const double *data) {
  d = size[0];
  n = size[1];
  w = taken(&data, d);
  x = taken(&data, (long)n * d);
  labels = taken(&data, n);
  v = taken(&data, d);
  slope = reals(d);
  result = reals(d);
  results = d;
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
  for (int j = 0; j < d; j++) result[j] = 0.02 * v[j];
  for (int i = 0; i < n; i++) {
    const real *row = x + (long)i * d;
    double z = 0, t = 0;
    for (int j = 0; j < d; j++) {
      z += row[j] * w[j];
      t += row[j] * v[j];
    }
    double p = 1 / (1 + exp(-z)), c = p * (1 - p) * t / n;
    for (int j = 0; j < d; j++) result[j] += c * row[j];
  }
}
