// e^x as 2^k e^r with the series of e^r: within a few units in the last place, and the compiler makes vectors of it.
static inline double quickExp(double t) {
  t = t > 709 ? 709 : t < -708 ? -708 : t;
  double k = t * 1.4426950408889634 + 6755399441055744.0;
  long long bits;
  memcpy(&bits, &k, 8);
  k -= 6755399441055744.0;
  double r = t - k * 6.93147180369123816490e-01 - k * 1.90821492927058770002e-10, p = 1.6059043836821613e-10;
  static const double c[] = {2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7, 2.7557319223985893e-6,
                             2.48015873015873e-5, 1.984126984126984e-4, 1.388888888888889e-3, 8.333333333333333e-3,
                             4.1666666666666664e-2, 1.6666666666666666e-1, 0.5, 1, 1};
  for (int i = 0; i < 13; i++) p = p * r + c[i];
  bits = (bits << 52) + 0x3ff0000000000000LL;
  memcpy(&k, &bits, 8);
  return p * k;
}
