// a = a x[k] + x[k + 1], over and over around m numbers, and its gradient.
#include "run.h"

static int m, steps;
static real *x, *before;
static double y;

static void start(const int *size, const double *data) {
  steps = size[0] / 2;
  m = size[1];
  x = taken(&data, m);
  before = reals(steps);
  result = reals(m);
  results = m;
}

static double value(void) {
  double a = x[0];
  for (int k = 0, i = 0; k < steps; k++) {
    int j = i + 1 == m ? 0 : i + 1;
    a = a * x[i] + x[j];
    i = j;
  }
  return a;
}

static void derivative(void) {
  double a = x[0], b = 1;
  int i = 0;
  for (int k = 0; k < steps; k++) {
    int j = i + 1 == m ? 0 : i + 1;
    before[k] = a;
    a = a * x[i] + x[j];
    i = j;
  }
  y = a;
  for (int q = 0; q < m; q++) result[q] = 0;
  for (int k = steps - 1; k >= 0; k--) {
    int h = i == 0 ? m - 1 : i - 1;
    result[i] += b;
    result[h] += b * before[k];
    b *= x[h];
    i = h;
  }
  result[0] += b;
}
