// Whether two values of plain JSON say the same.

/** Keys of objects must stand in the same order, as they do in values that come from one place. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
