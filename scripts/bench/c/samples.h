// A logistic regression's samples, and its loss, which both works of second derivatives share.
#include "run.h"
#include "exponential.h"

static int n, d;
static real *w, *x, *labels;

static const double *startSamples(const int *size, const double *data) {
  d = size[0];
  n = size[1];
  w = taken(&data, d);
  x = taken(&data, (long)n * d);
  labels = taken(&data, n);
  return data;
}

// A product of vectors, in a few sums apart, so that vectors of the machine serve.
enum { APART = 8 };
static inline double dot(const real *restrict row, const real *restrict v) {
  real sums[APART] = {0};
  double total = 0;
  int j = 0;
  for (; j + APART <= d; j += APART)
    for (int q = 0; q < APART; q++) sums[q] += row[j + q] * v[j + q];
  for (int q = 0; q < APART; q++) total += sums[q];
  for (; j < d; j++) total += row[j] * v[j];
  return total;
}

static double value(void) {
  double loss = 0;
  for (int i = 0; i < n; i++) {
    double z = dot(x + (long)i * d, w);
    loss += log(1 + exp(-z)) + z - labels[i] * z;
  }
  return loss / n + 0.01 * dot(w, w);
}

// The second derivative of a sample's loss in its z, a share of the mean.
static inline double curvature(int i) {
  double p = 1 / (1 + exp(-dot(x + (long)i * d, w)));
  return p * (1 - p) / n;
}
