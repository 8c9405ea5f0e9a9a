// What is found about one command: how much is at stake, and why.

/** `harmless` only reads inside the project; `ordinary` is asked by mode; `dangerous` is asked in every mode. */
export type Level = 'harmless' | 'ordinary' | 'dangerous';

export interface Finding {
  readonly level: Level;
  /** Completes "It is asked since …". */
  readonly reason: string;
}

export const harmless: Finding = { level: 'harmless', reason: 'it only reads' };
export const ordinary: Finding = { level: 'ordinary', reason: 'it runs a program of the project' };
export const dangerous = (reason: string): Finding => ({ level: 'dangerous', reason });

const rank: Readonly<Record<Level, number>> = { harmless: 0, ordinary: 1, dangerous: 2 };

/** The first of the worst. */
export const worst = (findings: readonly Finding[]): Finding =>
  findings.reduce((worse, finding) => (rank[finding.level] > rank[worse.level] ? finding : worse), harmless);

/** True when the argument is the long option, shortened as far as programs allow, with or without a value. */
export function isOption(argument: string, ...names: readonly string[]): boolean {
  const [name = ''] = argument.split('=', 1);
  if (!name.startsWith('--') || name.length < 3) return false;
  return names.some((known) => known.startsWith(name.toLowerCase()) || name.toLowerCase() === known);
}

/** True when a group of short options holds one of the letters. */
export const hasLetter = (argument: string, letters: string): boolean =>
  /^-[A-Za-z]/.test(argument) && Array.from(letters).some((letter) => argument.includes(letter, 1));
