// Tables of words and what they name: the first pattern that matches decides.

export interface Rule<Name> {
  readonly is: Name;
  readonly pattern: RegExp;
}

/** Pairs read well in a table; taking each apart again for each of many thousand texts would cost an iterator a time. */
export function rulesOf<Name>(...pairs: readonly (readonly [Name, RegExp])[]): readonly Rule<Name>[] {
  return pairs.map(([is, pattern]) => ({ is, pattern }));
}

export function firstMatch<Name>(rules: readonly Rule<Name>[], words: string): Name | undefined {
  return rules.find(({ pattern }) => pattern.test(words))?.is;
}
