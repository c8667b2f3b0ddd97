// ADBench's bundle adjustment: residuals of p observations, and the 2 by 14 slopes of each that are not zero: in its
// camera but for one coordinate of the principal point, in its point and in its weight.
#include "run.h"

static int p, cameras, points;
static real *camera, *point, *weight, *feature, *residual;

static void start(const int *size, const double *data) {
  cameras = size[0];
  points = size[1];
  p = size[2];
  camera = taken(&data, 11 * cameras);
  point = taken(&data, 3 * points);
  weight = taken(&data, p);
  feature = taken(&data, 2 * p);
  residual = reals(2 * p);
  result = reals(28 * (long)p);
  results = 28 * (long)p;
}

static double value(void) {
  for (int o = 0; o < p; o++) {
    const real *c = camera + 11 * (o % cameras), *q = point + 3 * (o % points);
    double x = q[0] - c[3], y = q[1] - c[4], z = q[2] - c[5];
    double angle = sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]), co = cos(angle), si = sin(angle), per = 1 / angle;
    double a = c[0] * per, b = c[1] * per, d = c[2] * per, along = (a * x + b * y + d * z) * (1 - co);
    double rx = x * co + (b * z - d * y) * si + a * along, ry = y * co + (d * x - a * z) * si + b * along;
    double rz = z * co + (a * y - b * x) * si + d * along, u = rx / rz, v = ry / rz, r = u * u + v * v;
    double stretch = 1 + c[9] * r + c[10] * r * r;
    residual[2 * o] = weight[o] * (u * stretch * c[6] + c[7] - feature[2 * o]);
    residual[2 * o + 1] = weight[o] * (v * stretch * c[6] + c[8] - feature[2 * o + 1]);
  }
  return residual[0];
}

static void derivative(void) {
  for (int o = 0; o < p; o++) {
    const real *c = camera + 11 * (o % cameras), *q = point + 3 * (o % points);
    double x = q[0] - c[3], y = q[1] - c[4], z = q[2] - c[5], w = weight[o], f = c[6], k1 = c[9], k2 = c[10];
    double angle = sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]), co = cos(angle), si = sin(angle), per = 1 / angle;
    double a = c[0] * per, b = c[1] * per, d = c[2] * per, dot = a * x + b * y + d * z, rest = 1 - co, along = dot * rest;
    double cx = b * z - d * y, cy = d * x - a * z, cz = a * y - b * x;
    double rx = x * co + cx * si + a * along, ry = y * co + cy * si + b * along, rz = z * co + cz * si + d * along;
    double iz = 1 / rz, u = rx * iz, v = ry * iz, r = u * u + v * v, stretch = 1 + k1 * r + k2 * r * r;
    double eu = u * stretch * f + c[7] - feature[2 * o], ev = v * stretch * f + c[8] - feature[2 * o + 1];
    double bend = k1 + 2 * k2 * r, wf = w * f;
    double uu = wf * (stretch + 2 * u * u * bend), uv = wf * 2 * u * v * bend, vv = wf * (stretch + 2 * v * v * bend);
    residual[2 * o] = w * eu;
    residual[2 * o + 1] = w * ev;
    for (int row = 0; row < 2; row++) {
      real *restrict out = result + 28 * (long)o + 14 * row;
      double bu = row ? uv : uu, bv = row ? vv : uv, seen = row ? v : u;
      // Cotangents of the turned point, then of what it is made of.
      double gx = bu * iz, gy = bv * iz, gz = -(bu * u + bv * v) * iz;
      double toCo = gx * x + gy * y + gz * z, toSi = gx * cx + gy * cy + gz * cz, toAlong = gx * a + gy * b + gz * d;
      double sx = gx * si, sy = gy * si, sz = gz * si, toDot = toAlong * rest;
      double px = gx * co + sy * d - sz * b + toDot * a, py = gy * co + sz * a - sx * d + toDot * b;
      double pz = gz * co + sx * b - sy * a + toDot * d;
      double ga = gx * along + sz * y - sy * z + toDot * x, gb = gy * along + sx * z - sz * x + toDot * y;
      double gd = gz * along + sy * x - sx * y + toDot * z;
      toCo -= toAlong * dot;
      double toAngle = toSi * co - toCo * si - (ga * c[0] + gb * c[1] + gd * c[2]) * per * per, t = toAngle * per;
      out[0] = ga * per + t * c[0], out[1] = gb * per + t * c[1], out[2] = gd * per + t * c[2];
      out[3] = -px, out[4] = -py, out[5] = -pz;
      out[6] = w * seen * stretch, out[7] = w;
      out[8] = wf * seen * r, out[9] = wf * seen * r * r;
      out[10] = px, out[11] = py, out[12] = pz, out[13] = row ? ev : eu;
    }
  }
}
