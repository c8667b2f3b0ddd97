// ADBench's LSTM of l layers on c characters of b bits, and its gradient in the parameters.
#include "run.h"

static int l, c, b;
static real *weights, *extra, *initial, *text, *state, *out, *bState, *bOut, *tape;
static double y;

static void start(const int *size, const double *data) {
  l = size[0];
  c = size[1];
  b = size[2];
  weights = taken(&data, 8 * l * b);
  extra = taken(&data, 3 * b);
  initial = taken(&data, 2 * l * b);
  text = taken(&data, c * b);
  state = reals(2 * l * b);
  out = reals(b);
  bState = reals(2 * l * b);
  bOut = reals(b);
  tape = reals((long)c * (8 * l * b + 2 * b));
  results = 8 * l * b + 3 * b;
  result = reals(results);
}

static inline double sigmoid(double x) { return 1 / (1 + exp(-x)); }

static double value(void) {
  double total = 0;
  memcpy(state, initial, 2 * l * b * sizeof(real));
  for (int t = 0; t + 1 < c; t++) {
    const real *through = out, *next = text + (t + 1) * b;
    for (int i = 0; i < b; i++) out[i] = text[t * b + i] * extra[i];
    for (int q = 0; q < l; q++) {
      const real *w = weights + 8 * b * q, *bias = w + 4 * b;
      real *hidden = state + 2 * b * q, *cell = hidden + b;
      for (int i = 0; i < b; i++) {
        double forget = sigmoid(through[i] * w[i] + bias[i]), enter = sigmoid(hidden[i] * w[b + i] + bias[b + i]);
        double leave = sigmoid(through[i] * w[2 * b + i] + bias[2 * b + i]);
        cell[i] = cell[i] * forget + enter * tanh(hidden[i] * w[3 * b + i] + bias[3 * b + i]);
        hidden[i] = leave * tanh(cell[i]);
      }
      through = hidden;
    }
    double sum = 2;
    for (int i = 0; i < b; i++) sum += exp(out[i] = through[i] * extra[b + i] + extra[2 * b + i]);
    double norm = log(sum);
    for (int i = 0; i < b; i++) total += next[i] * (out[i] - norm);
  }
  return -total / (b * (c - 1));
}

static void derivative(void) {
  double total = 0, scale = -1.0 / (b * (c - 1));
  long step = 8 * l * b + 2 * b;
  memcpy(state, initial, 2 * l * b * sizeof(real));
  for (int t = 0; t + 1 < c; t++) {
    const real *through = out, *next = text + (t + 1) * b;
    real *kept = tape + t * step;
    for (int i = 0; i < b; i++) out[i] = text[t * b + i] * extra[i];
    for (int q = 0; q < l; q++, kept += 8 * b) {
      const real *w = weights + 8 * b * q, *bias = w + 4 * b;
      real *hidden = state + 2 * b * q, *cell = hidden + b;
      for (int i = 0; i < b; i++) {
        double x = through[i], h = hidden[i], c0 = cell[i];
        double forget = sigmoid(x * w[i] + bias[i]), enter = sigmoid(h * w[b + i] + bias[b + i]);
        double leave = sigmoid(x * w[2 * b + i] + bias[2 * b + i]), change = tanh(h * w[3 * b + i] + bias[3 * b + i]);
        double c1 = c0 * forget + enter * change, shown = tanh(c1);
        cell[i] = c1;
        hidden[i] = leave * shown;
        kept[i] = x, kept[b + i] = h, kept[2 * b + i] = c0, kept[3 * b + i] = forget;
        kept[4 * b + i] = enter, kept[5 * b + i] = leave, kept[6 * b + i] = change, kept[7 * b + i] = shown;
      }
      through = hidden;
    }
    double sum = 2, ones = 0;
    for (int i = 0; i < b; i++) {
      double z = through[i] * extra[b + i] + extra[2 * b + i];
      out[i] = z;
      kept[i] = through[i];
      sum += kept[b + i] = exp(z);
    }
    double norm = log(sum);
    for (int i = 0; i < b; i++) total += next[i] * (out[i] - norm), ones += next[i];
    for (int i = 0; i < b; i++) kept[b + i] = scale * (next[i] - ones * kept[b + i] / sum);
  }
  y = total * scale;
  memset(result, 0, results * sizeof(real));
  memset(bState, 0, 2 * l * b * sizeof(real));
  real *bExtra = result + 8 * l * b;
  for (int t = c - 2; t >= 0; t--) {
    const real *kept = tape + t * step + 8 * l * b;
    for (int i = 0; i < b; i++) {
      double bz = kept[b + i];
      bExtra[b + i] += bz * kept[i];
      bExtra[2 * b + i] += bz;
      bOut[i] = bz * extra[b + i];
    }
    for (int q = l - 1; q >= 0; q--) {
      kept -= 8 * b;
      const real *restrict w = weights + 8 * b * q;
      real *restrict bw = result + 8 * b * q, *restrict bBias = bw + 4 * b;
      real *restrict bHidden = bState + 2 * b * q, *restrict bCell = bHidden + b;
      for (int i = 0; i < b; i++) {
        double x = kept[i], h = kept[b + i], c0 = kept[2 * b + i], forget = kept[3 * b + i];
        double enter = kept[4 * b + i], leave = kept[5 * b + i], change = kept[6 * b + i], shown = kept[7 * b + i];
        double bh = bHidden[i] + bOut[i], bc = bCell[i] + bh * leave * (1 - shown * shown);
        double bForget = bc * c0 * forget * (1 - forget), bEnter = bc * change * enter * (1 - enter);
        double bLeave = bh * shown * leave * (1 - leave), bChange = bc * enter * (1 - change * change);
        bCell[i] = bc * forget;
        bw[i] += bForget * x, bBias[i] += bForget;
        bw[b + i] += bEnter * h, bBias[b + i] += bEnter;
        bw[2 * b + i] += bLeave * x, bBias[2 * b + i] += bLeave;
        bw[3 * b + i] += bChange * h, bBias[3 * b + i] += bChange;
        bHidden[i] = bEnter * w[b + i] + bChange * w[3 * b + i];
        bOut[i] = bForget * w[i] + bLeave * w[2 * b + i];
      }
    }
    for (int i = 0; i < b; i++) bExtra[i] += bOut[i] * text[t * b + i];
  }
}
