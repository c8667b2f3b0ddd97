// Attention of several heads: the mean squared result, and its gradient in what comes in and in all projections.
#include "run.h"
#include "exponential.h"
#include "matrices.h"

static int positions, width, heads, key, all;
// What comes in and the projections; queries, keys, values and what was looked up, [positions, heads, key]; looks of each head.
static real *x, *weights[3], *out, *projected[3], *looked, *looks, *y;
static real *bProjected[3], *bLooked, *bLooks, *bY;

static void start(const int *size, const double *data) {
  positions = size[0], width = size[1], heads = size[2], key = size[3];
  all = heads * key;
  x = taken(&data, positions * width);
  for (int q = 0; q < 3; q++) weights[q] = taken(&data, width * all);
  out = taken(&data, all * width);
  for (int q = 0; q < 3; q++) projected[q] = reals(positions * all), bProjected[q] = reals(positions * all);
  looked = reals(positions * all), bLooked = reals(positions * all);
  looks = reals((long)heads * positions * positions), bLooks = reals(positions * positions);
  y = reals(positions * width), bY = reals(positions * width);
  results = positions * width + 4L * width * all;
  result = reals(results);
}

// Each row to the shares of its exponentials, of its entries times a scale.
static void softmax(real *restrict rows, double scale) {
  for (int i = 0; i < positions; i++) {
    real *restrict row = rows + (long)i * positions;
    real most = row[0];
    double sum = 0;
    for (int j = 1; j < positions; j++) most = row[j] > most ? row[j] : most;
    for (int j = 0; j < positions; j++) row[j] = quickExp((row[j] - most) * scale);
    for (int j = 0; j < positions; j++) sum += row[j];
    real per = 1 / sum;
    for (int j = 0; j < positions; j++) row[j] *= per;
  }
}

static double value(void) {
  int s = positions;
  for (int q = 0; q < 3; q++) plain(s, all, width, x, weights[q], projected[q]);
  for (int h = 0; h < heads; h++) {
    real *own = looks + (long)h * s * s;
    product(s, s, key, projected[0] + h * key, all, 1, projected[1] + h * key, 1, all, own, s, 0);
    softmax(own, 1 / sqrt(key));
    product(s, key, s, own, s, 1, projected[2] + h * key, all, 1, looked + h * key, all, 0);
  }
  plain(s, width, all, looked, out, y);
  double sum = 0;
  for (int k = 0; k < s * width; k++) sum += y[k] * y[k];
  return sum / (s * width);
}

// From slopes in shares to those in the entries before: share (slope - the mean slope), times the scale.
static void throughSoftmax(const real *restrict shares, real *restrict slopes, double scale) {
  for (int i = 0; i < positions; i++, shares += positions, slopes += positions) {
    double mean = 0;
    for (int j = 0; j < positions; j++) mean += shares[j] * slopes[j];
    for (int j = 0; j < positions; j++) slopes[j] = shares[j] * (slopes[j] - mean) * scale;
  }
}

static double loss;
static void derivative(void) {
  int s = positions;
  loss = value();
  real *toX = result, *toWeights = result + s * width, *toOut = toWeights + 3L * width * all;
  real scale = 2.0 / (s * width);
  for (int k = 0; k < s * width; k++) bY[k] = scale * y[k];
  leftTurned(all, width, s, looked, bY, toOut);
  rightTurned(s, all, width, bY, out, bLooked);
  for (int h = 0; h < heads; h++) {
    const real *own = looks + (long)h * s * s, *slope = bLooked + h * key;
    product(s, key, s, own, 1, s, slope, all, 1, bProjected[2] + h * key, all, 0);
    product(s, s, key, slope, all, 1, projected[2] + h * key, 1, all, bLooks, s, 0);
    throughSoftmax(own, bLooks, 1 / sqrt(key));
    product(s, key, s, bLooks, s, 1, projected[1] + h * key, all, 1, bProjected[0] + h * key, all, 0);
    product(s, key, s, bLooks, 1, s, projected[0] + h * key, all, 1, bProjected[1] + h * key, all, 0);
  }
  for (int q = 0; q < 3; q++) {
    leftTurned(width, all, s, x, bProjected[q], toWeights + (long)q * width * all);
    product(s, width, all, bProjected[q], all, 1, weights[q], 1, all, toX, width, q > 0);
  }
}
