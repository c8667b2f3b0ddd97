// ADBench's log-likelihood of n points of dimension d under k Gaussians, without its constant, and its gradient: blocks of
// points, those of a block side by side.
#include "mixture.h"
#include "exponential.h"

enum { SIDE = 16 };

static real *block, *away, *white, *terms;

static void start(const int *size, const double *data) {
  readMixture(size, data);
  block = reals(d * SIDE);
  away = reals(k * d * SIDE);
  white = reals(k * d * SIDE);
  terms = reals(k * SIDE);
}

// Fills what the points of the block give for a Gaussian, and their terms of the sum of exponentials.
static inline void termsOf(int c, real *restrict apart, real *restrict whitened, real *restrict term) {
  const real *lower = icf + c * size1 + d;
  real square[SIDE] = {0};
  for (int i = 0; i < d; i++) {
    double mean = means[c * d + i], diagonal = diagonals[c * d + i];
    for (int s = 0; s < SIDE; s++) {
      apart[i * SIDE + s] = block[i * SIDE + s] - mean;
      whitened[i * SIDE + s] = diagonal * apart[i * SIDE + s];
    }
  }
  for (int i = 0; i < d; i++) {
    for (int j = i + 1; j < d; j++) {
      double l = *lower++;
      for (int s = 0; s < SIDE; s++) whitened[j * SIDE + s] += l * apart[i * SIDE + s];
    }
    for (int s = 0; s < SIDE; s++) square[s] += whitened[i * SIDE + s] * whitened[i * SIDE + s];
  }
  double base = alphas[c] + sums[c];
  for (int s = 0; s < SIDE; s++) term[s] = base - 0.5 * square[s];
}

// Turns the terms of a block into shares of their sums, none beyond `count`; returns the logarithms of those sums, added.
static inline double shares(int count) {
  real most[SIDE], per[SIDE] = {0};
  double total = 0;
  for (int s = 0; s < SIDE; s++) most[s] = -INFINITY;
  for (int c = 0; c < k; c++)
    for (int s = 0; s < SIDE; s++) most[s] = terms[c * SIDE + s] > most[s] ? terms[c * SIDE + s] : most[s];
  for (int c = 0; c < k; c++)
    for (int s = 0; s < SIDE; s++) per[s] += terms[c * SIDE + s] = quickExp(terms[c * SIDE + s] - most[s]);
  for (int s = 0; s < count; s++) total += log(per[s]) + most[s];
  for (int s = 0; s < SIDE; s++) per[s] = s < count ? 1 / per[s] : 0;
  for (int c = 0; c < k; c++)
    for (int s = 0; s < SIDE; s++) terms[c * SIDE + s] *= per[s];
  return total;
}

// The points from p on, side by side; the last stands in for those that are missing.
static int blockFrom(int p) {
  int count = n - p < SIDE ? n - p : SIDE;
  for (int i = 0; i < d; i++)
    for (int s = 0; s < SIDE; s++) block[i * SIDE + s] = points[(long)(p + (s < count ? s : count - 1)) * d + i];
  return count;
}

// The logarithm of the sum of the exponentials of the alphas; `share` gets that of each.
static double alphaNorm(real *share) {
  double most = alphas[0], sum = 0;
  for (int c = 1; c < k; c++) most = alphas[c] > most ? alphas[c] : most;
  for (int c = 0; c < k; c++) sum += share[c] = exp(alphas[c] - most);
  for (int c = 0; c < k; c++) share[c] /= sum;
  return log(sum) + most;
}

static double value(void) {
  prepared();
  double total = 0;
  for (int p = 0; p < n; p += SIDE) {
    int count = blockFrom(p);
    for (int c = 0; c < k; c++) termsOf(c, away, white, terms + c * SIDE);
    total += shares(count);
  }
  return total - n * alphaNorm(terms) + prior();
}

// Sums along a block, of numbers and of products: a few apart, so that vectors serve.
enum { APART = 8 };
static inline double product(const real *restrict x, const real *restrict w) {
  real parts[APART];
  for (int q = 0; q < APART; q++) parts[q] = x[q] * w[q];
  for (int s = APART; s < SIDE; s += APART)
    for (int q = 0; q < APART; q++) parts[q] += x[s + q] * w[s + q];
  for (int half = APART / 2; half > 0; half /= 2)
    for (int q = 0; q < half; q++) parts[q] += parts[q + half];
  return parts[0];
}

// Adds what a block gives to the slopes of a Gaussian.
static inline void backward(int c, const real *restrict apart, real *restrict whitened, const real *restrict share,
                            real *restrict toAlphas, real *restrict toMeans, real *restrict toIcf) {
  const real *lower = icf + c * size1 + d;
  real *restrict toLower = toIcf + d;
  double weight = 0;
  for (int s = 0; s < SIDE; s++) weight += share[s];
  *toAlphas += weight;
  for (int i = 0; i < d; i++)
    for (int s = 0; s < SIDE; s++) whitened[i * SIDE + s] *= share[s];
  for (int i = 0; i < d; i++) {
    const real *restrict x = apart + i * SIDE;
    double diagonal = diagonals[c * d + i], mean = 0;
    real b[SIDE];
    for (int s = 0; s < SIDE; s++) b[s] = diagonal * whitened[i * SIDE + s];
    toIcf[i] += weight - product(x, b);
    for (int j = i + 1; j < d; j++) {
      const real *restrict w = whitened + j * SIDE;
      double l = *lower++;
      for (int s = 0; s < SIDE; s++) b[s] += l * w[s];
      *toLower++ -= product(x, w);
    }
    for (int s = 0; s < SIDE; s++) mean += b[s];
    toMeans[i] += mean;
  }
}

static void derivative(void) {
  real *toAlphas = result, *toMeans = result + k, *toIcf = toMeans + k * d;
  memset(result, 0, results * sizeof(real));
  prepared();
  double total = 0;
  for (int p = 0; p < n; p += SIDE) {
    int count = blockFrom(p);
    for (int c = 0; c < k; c++) termsOf(c, away + c * d * SIDE, white + c * d * SIDE, terms + c * SIDE);
    total += shares(count);
    for (int c = 0; c < k; c++)
      backward(c, away + c * d * SIDE, white + c * d * SIDE, terms + c * SIDE, toAlphas + c, toMeans + c * d, toIcf + c * size1);
  }
  y = total - n * alphaNorm(terms) + prior();
  for (int c = 0; c < k; c++) {
    toAlphas[c] -= n * terms[c];
    addPriorSlopes(c, toIcf + c * size1);
  }
}
