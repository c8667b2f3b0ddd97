// The Brusselator on a periodic n by n grid, and its Jacobian: per row the entries by ascending column.
#include "run.h"

static int n, *places;
static real *u, *v, *y, alpha;

// Where the five entries of the own substance and the one of the other stand among the six of a row.
static void start(const int *size, const double *data) {
  n = size[0];
  u = taken(&data, n * n);
  v = taken(&data, n * n);
  y = reals(2 * n * n);
  alpha = 0.1 * n * n;
  places = room(2L * n * n * 6 * sizeof(int));
  results = 12L * n * n;
  result = reals(results);
  for (int which = 0; which < 2; which++)
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) {
        int row = (which * n + i) * n + j, own = which * n * n, at[6] = {
          own + i * n + j, own + (i + 1) % n * n + j, own + (i + n - 1) % n * n + j,
          own + i * n + (j + 1) % n, own + i * n + (j + n - 1) % n, (1 - which) * n * n + i * n + j};
        for (int k = 0; k < 6; k++) {
          int before = 0;
          for (int h = 0; h < 6; h++) before += at[h] < at[k];
          places[6 * row + k] = 6 * row + before;
        }
      }
}

static double value(void) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      int at = i * n + j, down = (i + 1 == n ? 0 : i + 1) * n + j, up = (i ? i - 1 : n - 1) * n + j;
      int right = i * n + (j + 1 == n ? 0 : j + 1), left = i * n + (j ? j - 1 : n - 1);
      double a = u[at], b = v[at], reaction = a * a * b;
      y[at] = 1 + reaction - 4.4 * a + alpha * (u[down] + u[up] + u[left] + u[right] - 4 * a);
      y[n * n + at] = 3.4 * a - reaction + alpha * (v[down] + v[up] + v[left] + v[right] - 4 * b);
    }
  return y[0];
}

static void derivative(void) {
  const int *place = places;
  for (int at = 0; at < n * n; at++, place += 6) {
    result[place[0]] = 2 * u[at] * v[at] - 4.4 - 4 * alpha;
    for (int k = 1; k < 5; k++) result[place[k]] = alpha;
    result[place[5]] = u[at] * u[at];
  }
  for (int at = 0; at < n * n; at++, place += 6) {
    result[place[0]] = -u[at] * u[at] - 4 * alpha;
    for (int k = 1; k < 5; k++) result[place[k]] = alpha;
    result[place[5]] = 3.4 - 2 * u[at] * v[at];
  }
}
