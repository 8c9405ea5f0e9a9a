// Line coverage from XML: Cobertura, and JaCoCo's own form.
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { reads } from '../parse/junitXml.ts';
import type { LineCount } from './report.ts';

/** Null for XML of another kind, and for a report that counts no lines. */
export function countXml(xml: string): LineCount | null {
  const counter = new Counter();
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => counter.open(tag));
  parser.on('closetag', ({ name }) => counter.close(name));
  return reads(parser, xml) ? counter.count() : null;
}

class Counter {
  readonly #path: string[] = [];
  /** By file and line: Cobertura tells each line of a method twice. */
  readonly #lines = new Map<string, boolean>();
  #file = '';
  #root: Readonly<Record<string, string>> = {};
  #jacoco: LineCount | null = null;

  open({ name, attributes }: SaxesTagPlain): void {
    if (this.#path.length === 0) this.#root = attributes;
    if (name === 'class') this.#file = attributes['filename'] ?? attributes['name'] ?? '';
    if (name === 'line' && attributes['hits'] !== undefined) {
      const key = `${this.#file}:${attributes['number'] ?? ''}`;
      this.#lines.set(key, (this.#lines.get(key) ?? false) || Number(attributes['hits']) > 0);
    }
    if (name === 'counter' && attributes['type'] === 'LINE' && this.#path.join() === 'report') {
      const covered = Number(attributes['covered']);
      this.#jacoco = { covered, total: covered + Number(attributes['missed']) };
    }
    this.#path.push(name);
  }

  close(_name: string): void {
    this.#path.pop();
  }

  count(): LineCount | null {
    if (this.#jacoco !== null) return this.#jacoco;
    if (this.#lines.size > 0)
      return { covered: [...this.#lines.values()].filter(Boolean).length, total: this.#lines.size };
    const total = Number(this.#root['lines-valid']);
    return total > 0 ? { covered: Number(this.#root['lines-covered']), total } : null;
  }
}
