// Where the keys of a plan document stand: in `key`, `parent` and `depends_on`.
import type { Position, Range } from 'vscode-languageserver';
import type { Located } from '../core/plan/document/fields.ts';
import type { WrittenTask } from '../core/plan/document/read.ts';
import type { PlanText } from './analysis.ts';
import { contains, rangeOf } from './places.ts';

export interface KeyPlace {
  readonly key: string;
  readonly use: 'key' | 'parent' | 'depends_on';
  /** The task that it is written in. */
  readonly task: WrittenTask;
  readonly range: Range;
}

export function keyPlaces({ tasks }: PlanText): KeyPlace[] {
  return tasks.flatMap((task) => {
    const place = (use: KeyPlace['use'], { value, span }: Located<string>): KeyPlace => ({
      key: value,
      use,
      task,
      range: rangeOf(span),
    });
    const { key, parent, dependsOn } = task;
    return [
      ...(key ? [place('key', key)] : []),
      ...(parent !== null && typeof parent !== 'number' ? [place('parent', parent)] : []),
      ...dependsOn.map((one) => place('depends_on', one)),
    ];
  });
}

export function keyPlaceAt(written: PlanText, position: Position): KeyPlace | undefined {
  return keyPlaces(written).find(({ range }) => contains(range, position));
}

/** The places of all tasks by key, at the key itself. */
export function placesOfTasks(written: PlanText): ReadonlyMap<string, Range> {
  return new Map(written.tasks.flatMap(({ key }) => (key ? [[key.value, rangeOf(key.span)]] : [])));
}
