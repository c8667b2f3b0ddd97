/** Masks that a monotone rule keeps: which carries of a loop some property reaches. */

export type Mask = readonly boolean[]

/** The least mask above `start` that `next` adds nothing to. */
export const leastFixed = (start: Mask, next: (mask: Mask) => Mask): Mask => {
  const more = next(start)
  const joined = start.map((on, k) => on || more[k]!)
  return joined.every((on, k) => on === start[k]) ? start : leastFixed(joined, next)
}
