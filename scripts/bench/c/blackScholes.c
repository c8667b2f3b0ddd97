// Prices of n calls by Black and Scholes, the distribution function by a polynomial, and their slopes in five arguments.
#include "run.h"

static int n;
static real *share, *strike, *rate, *volatility, *years;
static double y;

static void start(const int *size, const double *data) {
  n = size[0];
  share = taken(&data, n);
  strike = taken(&data, n);
  rate = taken(&data, n);
  volatility = taken(&data, n);
  years = taken(&data, n);
  result = reals(5 * n);
  results = 5 * n;
}

static const double c1 = 0.319381530, c2 = -0.356563782, c3 = 1.781477937, c4 = -1.821255978, c5 = 1.330274429;
static const double slant = 0.2316419, peak = 0.3989422804014327;

static inline double below(double x) {
  double k = 1 / (1 + slant * x);
  return 1 - peak * exp(-0.5 * x * x) * (k * (c1 + k * (c2 + k * (c3 + k * (c4 + k * c5)))));
}
static inline double belowAndSlope(double x, double *slope) {
  double k = 1 / (1 + slant * x), bell = peak * exp(-0.5 * x * x);
  double p4 = c4 + k * c5, p3 = c3 + k * p4, p2 = c2 + k * p3, p1 = c1 + k * p2, p = k * p1;
  double dp = p1 + k * (p2 + k * (p3 + k * (p4 + k * c5)));
  *slope = bell * (x * p + dp * slant * k * k);
  return 1 - bell * p;
}

static double value(void) {
  double sum = 0;
  for (int i = 0; i < n; i++) {
    double deviation = volatility[i] * sqrt(years[i]);
    double d1 = (log(share[i] / strike[i]) + (rate[i] + 0.5 * volatility[i] * volatility[i]) * years[i]) / deviation;
    sum += share[i] * below(d1) - strike[i] * exp(-rate[i] * years[i]) * below(d1 - deviation);
  }
  return sum;
}

static void derivative(void) {
  double sum = 0;
  for (int i = 0; i < n; i++) {
    double s = share[i], k = strike[i], r = rate[i], v = volatility[i], t = years[i];
    double root = sqrt(t), deviation = v * root, per = 1 / deviation, drift = r + 0.5 * v * v;
    double d1 = (log(s / k) + drift * t) * per, d2 = d1 - deviation, slope1, slope2;
    double n1 = belowAndSlope(d1, &slope1), n2 = belowAndSlope(d2, &slope2);
    double discount = exp(-r * t), paid = k * discount;
    double b1 = s * slope1, b2 = -paid * slope2, both = (b1 + b2) * per;
    double bDeviation = -b2 - both * d1, bDrift = both * t;
    result[i] = n1 + both / s;
    result[n + i] = -discount * n2 - both / k;
    result[2 * n + i] = bDrift + t * paid * n2;
    result[3 * n + i] = bDrift * v + bDeviation * root;
    result[4 * n + i] = both * drift + r * paid * n2 + bDeviation * v * 0.5 / root;
    sum += s * n1 - paid * n2;
  }
  y = sum;
}
