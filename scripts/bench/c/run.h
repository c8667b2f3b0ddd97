// What every kernel is run by: sizes and data in, the derivative out, and times for whoever asks.
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef REAL
#define REAL double
#endif
typedef REAL real;

// A kernel defines these. `result` is where derivative() leaves `results` entries.
static void start(const int *size, const double *data);
static double value(void);
static void derivative(void);
static real *result;
static long results;

static void *room(long bytes) {
  void *p = aligned_alloc(64, (bytes + 127) / 64 * 64);
  memset(p, 0, bytes);
  return p;
}
static real *reals(long n) { return room(n * sizeof(real)); }
// So many of the doubles that `*from` points at, which moves on.
static real *taken(const double **from, long n) {
  real *x = reals(n);
  for (long i = 0; i < n; i++) x[i] = (*from)[i];
  *from += n;
  return x;
}

static volatile double sink;
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec * 1e-3;
}
static double once(int which, long times) {
  double from = now();
  for (long k = 0; k < times; k++) {
    if (which) {
      derivative();
      __asm__ volatile("" ::: "memory");
    } else
      sink = value();
  }
  return now() - from;
}

int main(int argc, char **argv) {
  int size[16] = {0};
  for (int k = 3; k < argc; k++) size[k - 3] = atoi(argv[k]);
  FILE *in = fopen(argv[1], "rb");
  fseek(in, 0, SEEK_END);
  long bytes = ftell(in);
  rewind(in);
  double *data = room(bytes);
  if (fread(data, 1, bytes, in) != (size_t)bytes) return 1;
  fclose(in);
  start(size, data);
  derivative();
  FILE *out = fopen(argv[2], "wb");
  for (long k = 0; k < results; k++) {
    double x = result[k];
    fwrite(&x, sizeof x, 1, out);
  }
  fclose(out);
  printf("{}\n");
  fflush(stdout);
  char part[32];
  double milliseconds;
  while (scanf("%31s %lf", part, &milliseconds) == 2) {
    int which = part[0] == 'd';
    long batch = 1;
    double took = once(which, batch);
    while (took < 500) took = once(which, batch *= 2);
    batch = batch * 100 / took;
    if (batch < 1) batch = 1;
    double end = now() + milliseconds * 1000;
    int count = 0;
    do printf("%.5g ", once(which, batch) / batch);
    while (now() < end && ++count < 2000);
    printf("\n");
    fflush(stdout);
  }
}
