// ADBench's hand tracking: measured places less those of vertices, and their Jacobian in 26 angles.
#include "hand.h"

static real *residual;

static void start(const int *size, const double *data) {
  startSkeleton(size, data, 1);
  residual = reals(3 * count);
  results = 3L * count * ANGLES;
  result = reals(results);
}

static double value(void) {
  real turn[9];
  pose(0);
  rotation(turn, 0);
  for (int v = 0; v < count; v++) {
    double at[3] = {0};
    skin(v, 1, at, 0, 0);
    for (int i = 0; i < 3; i++) residual[3 * v + i] = places[3 * v + i] - along(turn + 3 * i, at) - theta[3 + i];
  }
  return residual[0];
}

static void derivative(void) {
  real turn[9], slope[3][9];
  double by[ANGLES][3];
  pose(1);
  rotation(turn, slope);
  for (int v = 0; v < count; v++) {
    double at[3] = {0};
    int moved[ANGLES] = {0};
    skin(v, 1, at, by, moved);
    rowsOf(turn, slope, at, by, moved, result + 3L * v * ANGLES);
  }
}
