// ADBench's hand tracking on triangles: measured places less those on triangles, their Jacobian in 26 angles, and two columns
// for the coordinates that each measurement has of its own.
#include "hand.h"

static real *residual, *coordinates;

static void start(const int *size, const double *data) {
  data = startSkeleton(size, data, 3);
  coordinates = taken(&data, 2 * count);
  residual = reals(3 * count);
  results = 3L * count * (ANGLES + 2);
  result = reals(results);
}

static double value(void) {
  real turn[9];
  pose(0);
  rotation(turn, 0);
  for (int v = 0; v < count; v++) {
    double at[3] = {0}, u = coordinates[2 * v], w = coordinates[2 * v + 1], parts[3] = {u, w, 1 - u - w};
    for (int q = 0; q < 3; q++) skin(3 * v + q, parts[q], at, 0, 0);
    for (int i = 0; i < 3; i++) residual[3 * v + i] = places[3 * v + i] - along(turn + 3 * i, at) - theta[3 + i];
  }
  return residual[0];
}

static void derivative(void) {
  real turn[9], slope[3][9];
  double by[ANGLES][3];
  pose(1);
  rotation(turn, slope);
  real *across = result + 3L * count * ANGLES;
  for (int v = 0; v < count; v++, across += 6) {
    double at[3] = {0}, u = coordinates[2 * v], w = coordinates[2 * v + 1], parts[3] = {u, w, 1 - u - w};
    double corners[3][3] = {0};
    int moved[ANGLES] = {0};
    for (int q = 0; q < 3; q++) {
      skin(3 * v + q, parts[q], at, by, moved);
      skin(3 * v + q, 1, corners[q], 0, 0);
    }
    rowsOf(turn, slope, at, by, moved, result + 3L * v * ANGLES);
    for (int q = 0; q < 2; q++) {
      double edge[3];
      for (int i = 0; i < 3; i++) edge[i] = corners[2][i] - corners[q][i];
      for (int i = 0; i < 3; i++) across[2 * i + q] = along(turn + 3 * i, edge);
    }
  }
}
