// Mean cross entropy of a batch under a perceptron of three layers with tanh between, and its gradient in weights and biases.
#include "run.h"
#include "exponential.h"
#include "matrices.h"

static int batch, d0, d1, d2, d3;
static real *x, *labels, *w1, *b1, *w2, *b2, *w3, *b3, *h1, *h2, *z, *bh1, *bh2;

static void start(const int *size, const double *data) {
  d0 = size[0], d1 = size[1], d2 = size[2], d3 = size[3], batch = size[4];
  w1 = taken(&data, d0 * d1);
  b1 = taken(&data, d1);
  w2 = taken(&data, d1 * d2);
  b2 = taken(&data, d2);
  w3 = taken(&data, d2 * d3);
  b3 = taken(&data, d3);
  x = taken(&data, batch * d0);
  labels = taken(&data, batch * d3);
  h1 = reals(batch * d1);
  h2 = reals(batch * d2);
  z = reals(batch * d3);
  bh1 = reals(batch * d1);
  bh2 = reals(batch * d2);
  results = d0 * d1 + d1 + d1 * d2 + d2 + d2 * d3 + d3;
  result = reals(results);
}

static inline double quickTanh(double t) { return 1 - 2 / (quickExp(2 * t) + 1); }

static void layer(int n, real *restrict h, const real *restrict bias) {
  for (int i = 0; i < batch; i++)
    for (int j = 0; j < n; j++) h[i * n + j] = quickTanh(h[i * n + j] + bias[j]);
}

static double value(void) {
  plain(batch, d1, d0, x, w1, h1);
  layer(d1, h1, b1);
  plain(batch, d2, d1, h1, w2, h2);
  layer(d2, h2, b2);
  plain(batch, d3, d2, h2, w3, z);
  double loss = 0;
  for (int i = 0; i < batch; i++) {
    real *row = z + i * d3;
    const real *label = labels + i * d3;
    double most = -INFINITY, sum = 0;
    for (int j = 0; j < d3; j++) {
      row[j] += b3[j];
      most = row[j] > most ? row[j] : most;
    }
    for (int j = 0; j < d3; j++) sum += exp(row[j] - most);
    double norm = log(sum) + most;
    for (int j = 0; j < d3; j++) {
      loss -= label[j] * (row[j] - norm);
      row[j] = (exp(row[j] - norm) - label[j]) / batch;
    }
  }
  return loss / batch;
}

static void throughLayer(int n, real *restrict b, const real *restrict h, real *restrict bias) {
  for (int j = 0; j < n; j++) bias[j] = 0;
  for (int i = 0; i < batch; i++)
    for (int j = 0; j < n; j++) bias[j] += b[i * n + j] *= 1 - h[i * n + j] * h[i * n + j];
}

static double y;
static void derivative(void) {
  y = value();
  real *g1 = result, *c1 = g1 + d0 * d1, *g2 = c1 + d1, *c2 = g2 + d1 * d2, *g3 = c2 + d2, *c3 = g3 + d2 * d3;
  leftTurned(d2, d3, batch, h2, z, g3);
  for (int j = 0; j < d3; j++) c3[j] = 0;
  for (int i = 0; i < batch; i++)
    for (int j = 0; j < d3; j++) c3[j] += z[i * d3 + j];
  rightTurned(batch, d2, d3, z, w3, bh2);
  throughLayer(d2, bh2, h2, c2);
  leftTurned(d1, d2, batch, h1, bh2, g2);
  rightTurned(batch, d1, d2, bh2, w2, bh1);
  throughLayer(d1, bh1, h1, c1);
  leftTurned(d0, d1, batch, x, bh1, g1);
}
