// ADBench's skeleton of bones under 26 angles, and the slopes of its matrices: for each angle those of the bones it moves.
#include "run.h"

enum { ANGLES = 26, FIRST = 6, FINGERS = 5 };

static int count, bones;
static real *theta, *relatives, *shares, *places;
static int *parents, *angleOf[2];
// Matrices 4 by 4, row by row: of bones, of bones relative to their parents, and of bones by an angle.
static real *absolute, *own, (*slopes)[ANGLES][16];
// The angles that move a bone; the bones that move a vertex.
static int (*moving)[ANGLES], *movings, *movers, *moverCounts;

// Angles, parents, matrices, shares of `vertices` vertices and places, from the data; returns what is left of it.
static const double *startSkeleton(const int *size, const double *data, int corners) {
  count = size[0];
  bones = size[1];
  int vertices = corners * count;
  theta = taken(&data, ANGLES);
  parents = room(bones * sizeof(int));
  for (int b = 0; b < bones; b++) parents[b] = *data++;
  relatives = taken(&data, 16 * bones);
  shares = taken(&data, 4L * vertices * bones);
  places = taken(&data, 3 * count);
  absolute = reals(16 * bones), own = reals(16 * bones);
  slopes = room(bones * sizeof *slopes);
  moving = room(bones * sizeof *moving);
  movings = room(bones * sizeof(int));
  for (int q = 0; q < 2; q++) {
    angleOf[q] = room(bones * sizeof(int));
    for (int b = 0; b < bones; b++) angleOf[q][b] = -1;
  }
  for (int f = 0; f < FINGERS; f++) {
    int bone = 2 + 4 * f, angle = FIRST + 4 * f;
    angleOf[0][bone] = angle, angleOf[1][bone] = angle + 1;
    angleOf[0][bone + 1] = angle + 2, angleOf[0][bone + 2] = angle + 3;
  }
  for (int b = 0; b < bones; b++) {
    if (parents[b] >= 0)
      for (int k = 0; k < movings[parents[b]]; k++) moving[b][movings[b]++] = moving[parents[b]][k];
    for (int q = 0; q < 2; q++)
      if (angleOf[q][b] >= 0) moving[b][movings[b]++] = angleOf[q][b];
  }
  movers = room((long)vertices * bones * sizeof(int));
  moverCounts = room(vertices * sizeof(int));
  for (int v = 0; v < vertices; v++)
    for (int b = 0; b < bones; b++) {
      const real *share = shares + 4 * ((long)v * bones + b);
      if (share[0] != 0 || share[1] != 0 || share[2] != 0 || share[3] != 0)
        movers[v * bones + moverCounts[v]++] = b;
    }
  return data;
}

static inline void times(const real *restrict a, const real *restrict b, real *restrict c) {
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 4; j++)
      c[4 * i + j] = a[4 * i] * b[j] + a[4 * i + 1] * b[4 + j] + a[4 * i + 2] * b[8 + j] + a[4 * i + 3] * b[12 + j];
}
// Two columns turned into each other, or by how much they are for a small angle more, all others then 0.
static inline void turned(const real *restrict a, int i, int j, double angle, int slope, real *restrict c) {
  double co = slope ? -sin(angle) : cos(angle), si = slope ? cos(angle) : sin(angle);
  for (int r = 0; r < 4; r++) {
    for (int q = 0; q < 4; q++) c[4 * r + q] = slope ? 0 : a[4 * r + q];
    c[4 * r + i] = co * a[4 * r + i] + si * a[4 * r + j];
    c[4 * r + j] = co * a[4 * r + j] - si * a[4 * r + i];
  }
}

// Bones turn about their third axis, then about their first.
static void pose(int withSlopes) {
  real spread[16], other[16], local[16];
  for (int b = 0; b < bones; b++) {
    const real *relative = relatives + 16 * b;
    int up = parents[b], bend = angleOf[0][b], wide = angleOf[1][b];
    if (wide >= 0) turned(relative, 0, 1, theta[wide], 0, spread);
    else memcpy(spread, relative, sizeof spread);
    if (bend >= 0) turned(spread, 1, 2, theta[bend], 0, own + 16 * b);
    else memcpy(own + 16 * b, spread, sizeof spread);
    if (up >= 0) times(absolute + 16 * up, own + 16 * b, absolute + 16 * b);
    else memcpy(absolute + 16 * b, own + 16 * b, 16 * sizeof(real));
    if (!withSlopes) continue;
    if (up >= 0)
      for (int k = 0; k < movings[up]; k++) {
        int angle = moving[up][k];
        times(slopes[up][angle], own + 16 * b, slopes[b][angle]);
      }
    if (bend >= 0) {
      turned(spread, 1, 2, theta[bend], 1, local);
      if (up >= 0) times(absolute + 16 * up, local, slopes[b][bend]);
      else memcpy(slopes[b][bend], local, sizeof local);
    }
    if (wide >= 0) {
      turned(relative, 0, 1, theta[wide], 1, other);
      if (bend >= 0) turned(other, 1, 2, theta[bend], 0, local);
      else memcpy(local, other, sizeof local);
      if (up >= 0) times(absolute + 16 * up, local, slopes[b][wide]);
      else memcpy(slopes[b][wide], local, sizeof local);
    }
  }
}

// The sum over j of (-s)^j / (2 j + k)!: the cosine and the sine over the angle of a root, and so on; near 0 its first terms.
static void stumpff(double s, double c[5]) {
  if (s > 0.1) {
    double root = sqrt(s);
    c[0] = cos(root), c[1] = sin(root) / root, c[2] = (1 - c[0]) / s, c[3] = (1 - c[1]) / s, c[4] = (0.5 - c[2]) / s;
    return;
  }
  double factorial = 1;
  for (int k = 0; k < 5; k++) {
    double term = 1 / (factorial *= k ? k : 1);
    c[k] = 0;
    for (int j = 0; j < 8; j++) {
      c[k] += term;
      term *= -s / ((2 * j + k + 1) * (2 * j + k + 2));
    }
  }
}

// The turn of the whole hand, and its slopes in the vector r that it is by: cos + cross product + r r', scaled.
static void rotation(real turn[9], real slope[3][9]) {
  const real *r = theta;
  double c[5], cross[9] = {0, -r[2], r[1], r[2], 0, -r[0], -r[1], r[0], 0};
  stumpff(r[0] * r[0] + r[1] * r[1] + r[2] * r[2], c);
  double d0 = -c[1], d1 = c[3] - c[2], d2 = 2 * c[4] - c[3];
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) {
      turn[3 * i + j] = (i == j) * c[0] + c[1] * cross[3 * i + j] + c[2] * r[i] * r[j];
      if (slope)
        for (int k = 0; k < 3; k++)
          slope[k][3 * i + j] = r[k] * ((i == j) * d0 + d1 * cross[3 * i + j] + d2 * r[i] * r[j]) +
                                c[2] * ((i == k) * r[j] + (j == k) * r[i]);
    }
  if (slope)
    for (int k = 0; k < 3; k++) {
      int i = (k + 2) % 3, j = (k + 1) % 3;
      slope[k][3 * i + j] += c[1], slope[k][3 * j + i] -= c[1];
    }
}

// Adds a part of where a vertex is before the whole hand turns, and what its slopes are by the angles of fingers.
static inline void skin(int v, double part, double at[3], double (*by)[3], int *moved) {
  for (int m = 0; m < moverCounts[v]; m++) {
    int b = movers[v * bones + m];
    const real *s = shares + 4 * ((long)v * bones + b), *a = absolute + 16 * b;
    double x = part * s[0], y = part * s[1], z = part * s[2], w = part * s[3];
    for (int i = 0; i < 3; i++) at[i] += a[4 * i] * x + a[4 * i + 1] * y + a[4 * i + 2] * z + a[4 * i + 3] * w;
    if (!by) continue;
    for (int k = 0; k < movings[b]; k++) {
      int angle = moving[b][k];
      const real *da = slopes[b][angle];
      if (!moved[angle]) moved[angle] = 1, by[angle][0] = by[angle][1] = by[angle][2] = 0;
      for (int i = 0; i < 3; i++)
        by[angle][i] += da[4 * i] * x + da[4 * i + 1] * y + da[4 * i + 2] * z + da[4 * i + 3] * w;
    }
  }
}

static inline double along(const real *row, const double at[3]) { return row[0] * at[0] + row[1] * at[1] + row[2] * at[2]; }

// The three rows of slopes of what was measured less where a vertex is.
static void rowsOf(const real turn[9], real slope[3][9], const double at[3], double (*by)[3], const int *moved, real *out) {
  for (int i = 0; i < 3; i++, out += ANGLES) {
    for (int k = 0; k < 3; k++) out[k] = -along(slope[k] + 3 * i, at);
    for (int k = 0; k < 3; k++) out[3 + k] = -(i == k);
    for (int k = FIRST; k < ANGLES; k++) out[k] = moved[k] ? -along(turn + 3 * i, by[k]) : 0;
  }
}
