// Rosenbrock's valley of n variables and its gradient.
#include "run.h"

static int n;
static real *x;

static void start(const int *size, const double *data) {
  n = size[0];
  x = taken(&data, n);
  result = reals(n);
  results = n;
}

static double value(void) {
  double y = 0;
  for (int i = 0; i + 1 < n; i++) {
    double across = x[i + 1] - x[i] * x[i], along = 1 - x[i];
    y += 100 * across * across + along * along;
  }
  return y;
}

static double y;
static void derivative(void) {
  double sum = 0, carried = 0;
  for (int i = 0; i + 1 < n; i++) {
    double across = x[i + 1] - x[i] * x[i], along = 1 - x[i];
    sum += 100 * across * across + along * along;
    result[i] = carried - 400 * across * x[i] - 2 * along;
    carried = 200 * across;
  }
  result[n - 1] = carried;
  y = sum;
}
