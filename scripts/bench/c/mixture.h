// ADBench's mixture of Gaussians: its data, what is made of them before the points come, and the prior with its slopes.
#include "run.h"

static int d, k, n, size1;
static real *alphas, *means, *icf, *points, *diagonals, *sums;
static double gamma2, wishart, y;

static void readMixture(const int *size, const double *data) {
  d = size[0];
  k = size[1];
  n = size[2];
  size1 = d * (d + 1) / 2;
  alphas = taken(&data, k);
  means = taken(&data, k * d);
  icf = taken(&data, k * size1);
  points = taken(&data, (long)n * d);
  gamma2 = data[0] * data[0];
  wishart = data[1];
  diagonals = reals(k * d);
  sums = reals(k);
  results = k + k * d + k * size1;
  result = reals(results);
}

static void prepared(void) {
  for (int c = 0; c < k; c++) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double q = icf[c * size1 + i];
      sum += q;
      diagonals[c * d + i] = exp(q);
    }
    sums[c] = sum;
  }
}

static double prior(void) {
  double total = 0;
  for (int c = 0; c < k; c++) {
    double squares = 0;
    for (int i = 0; i < d; i++) squares += diagonals[c * d + i] * diagonals[c * d + i];
    for (int i = d; i < size1; i++) squares += icf[c * size1 + i] * icf[c * size1 + i];
    total += 0.5 * gamma2 * squares - wishart * sums[c];
  }
  return total;
}

static inline void addPriorSlopes(int c, real *restrict toIcf) {
  for (int i = 0; i < d; i++) toIcf[i] += gamma2 * diagonals[c * d + i] * diagonals[c * d + i] - wishart;
  for (int i = d; i < size1; i++) toIcf[i] += gamma2 * icf[c * size1 + i];
}
