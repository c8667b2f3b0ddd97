// ADBench's log-likelihood of n points of dimension d under k Gaussians, without its constant, and its gradient.
#include "mixture.h"

static real *centred, *whitened, *terms;

static void start(const int *size, const double *data) {
  readMixture(size, data);
  centred = reals(k * d);
  whitened = reals(k * d);
  terms = reals(k);
}

// Fills what one point gives for one Gaussian; returns its term of the sum of exponentials.
static inline double termOf(const real *restrict point, int c, real *restrict away, real *restrict white) {
  const real *lower = icf + c * size1 + d, *mean = means + c * d, *diagonal = diagonals + c * d;
  for (int i = 0; i < d; i++) {
    away[i] = point[i] - mean[i];
    white[i] = diagonal[i] * away[i];
  }
  for (int i = 0; i < d; i++) {
    double a = away[i];
    for (int j = i + 1; j < d; j++) white[j] += *lower++ * a;
  }
  double square = 0;
  for (int i = 0; i < d; i++) square += white[i] * white[i];
  return alphas[c] + sums[c] - 0.5 * square;
}

static double logSumExp(const real *x) {
  double most = x[0], sum = 0;
  for (int i = 1; i < k; i++) most = x[i] > most ? x[i] : most;
  for (int i = 0; i < k; i++) sum += exp(x[i] - most);
  return log(sum) + most;
}

static double value(void) {
  prepared();
  double total = 0;
  for (int p = 0; p < n; p++) {
    for (int c = 0; c < k; c++) terms[c] = termOf(points + p * d, c, centred, whitened);
    total += logSumExp(terms);
  }
  return total - n * logSumExp(alphas) + prior();
}

static void derivative(void) {
  real *restrict toAlphas = result, *restrict toMeans = result + k, *restrict toIcf = toMeans + k * d;
  memset(result, 0, results * sizeof(real));
  prepared();
  double total = 0;
  for (int p = 0; p < n; p++) {
    double most = -INFINITY, sum = 0;
    for (int c = 0; c < k; c++) {
      terms[c] = termOf(points + p * d, c, centred + c * d, whitened + c * d);
      most = terms[c] > most ? terms[c] : most;
    }
    for (int c = 0; c < k; c++) sum += terms[c] = exp(terms[c] - most);
    total += log(sum) + most;
    double per = 1 / sum;
    for (int c = 0; c < k; c++) {
      double w = terms[c] * per;
      const real *restrict lower = icf + c * size1 + d, *restrict diagonal = diagonals + c * d;
      const real *restrict away = centred + c * d, *restrict white = whitened + c * d;
      real *restrict bDiagonal = toIcf + c * size1, *restrict bLower = bDiagonal + d, *restrict bMean = toMeans + c * d;
      toAlphas[c] += w;
      for (int i = 0; i < d; i++) {
        double wa = w * away[i], b = diagonal[i] * white[i];
        bDiagonal[i] += w - wa * b;
        for (int j = i + 1; j < d; j++) {
          b += *lower++ * white[j];
          *bLower++ -= wa * white[j];
        }
        bMean[i] += w * b;
      }
    }
  }
  double most = alphas[0], sum = 0;
  for (int c = 1; c < k; c++) most = alphas[c] > most ? alphas[c] : most;
  for (int c = 0; c < k; c++) sum += terms[c] = exp(alphas[c] - most);
  for (int c = 0; c < k; c++) {
    toAlphas[c] -= n * terms[c] / sum;
    addPriorSlopes(c, toIcf + c * size1);
  }
  y = total - n * (log(sum) + most) + prior();
}
