/**
 * Probing: where nodes are looked for in a hash table with open addresses. First beside the latest argument: who draws
 * goes on mostly from what was drawn last, and finds that part of the table in the cache. Then in steps that the hash
 * says, which soon lead out of where such places lie close.
 */

/** The first place of a node with this hash; `latest` is its latest argument, -1 where it has none. */
export const firstPlace = (latest: number, hash: number): number => (latest < 0 ? hash : 2 * latest + (hash & 1))

/** How far it is from one place to the next, an odd number: in a table of a power of two places all are reached. */
export const stepBetween = (hash: number): number => (hash >>> 16) | 1
