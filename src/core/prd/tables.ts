// Reads requirements out of the rows of a table by what its header calls the columns.
import type { Block, Cell, Span } from './document.ts';
import { estimateOfCell, type StatedEstimate } from './estimates.ts';
import { isIdentifier } from './forms.ts';
import type { Frame } from './frames.ts';
import { kindOf, namedKind } from './kinds.ts';
import type { RequirementKind } from './model.ts';
import { type LooseColumns, looseColumns, looseText } from './looseTables.ts';
import { priorityOfCell } from './priorities.ts';
import { isNumbering } from './references.ts';
import { remembered } from './remembered.ts';
import { splitStatus } from './status.ts';
import { type StoryColumns, storyColumns, storyOf } from './storyTables.ts';
import { normalise } from './text.ts';
import { rulesOf } from './rules.ts';

type Table = Extract<Block, { type: 'table' }>;

export interface RowStatement {
  readonly text: string;
  readonly label?: string;
  readonly kind: RequirementKind;
  readonly frame: Frame;
  readonly estimate?: StatedEstimate;
  readonly source: Span;
  readonly dependsOn: readonly Said[];
  /** Words beside the statement that may tell of order. */
  readonly remarks: readonly Said[];
  /** What numbers the row: "3", "D1", "WMS-4412". */
  readonly numbers: readonly string[];
}

interface Said {
  readonly text: string;
  readonly source: Span;
}

type Column =
  | 'id'
  | 'key'
  | 'priority'
  | 'kind'
  | 'dependsOn'
  | 'remarks'
  | 'status'
  | 'name'
  | 'main'
  | 'target'
  | 'method'
  | 'estimate';

const COLUMNS = rulesOf<Column>(
  [
    'estimate',
    /^(?:(?:time )?est(?:imates?|imated)?|effort|duration|workload)(?: (?:effort|time|duration|in))*(?: (?:h|hours?|d|days?|w|weeks?|pd|person days))?$|^(?:hours|days|weeks|person days|pd)$/,
  ],
  ['id', /^(?:id|no|nr|ref|key|number|nfr|fr|br|(?:req|requirement|story|us|fr) (?:id|no))$|^$/],
  ['priority', /\bprio(?:rity|rität)?(?!\p{L})|\bmoscow\b|^importance$/u],
  ['kind', /^(?:type|kind|category|class)$/],
  [
    'dependsOn',
    /\bdepend|\babhängig|\bblocked by\b|\bprerequisites?\b|^(?:needs|requires|after|predecessors?|builds on|waits (?:for|on)|comes after)$/,
  ],
  [
    'key',
    /^(?:(?:jira|github|gitlab|azure|linear|tracker|ado)(?: (?:issue|key|id|ticket|story|epic|no))?|issues?|tickets?)$/,
  ],
  ['remarks', /^(?:notes?|comments?|remarks?)$/],
  ['status', /^(?:status|done|state|progress)$/],
  ['method', /^(?:http )?(?:method|verb)$/],
  ['target', /^(?:targets?|thresholds?|values?|measures?|limits?|goal value)$/],
  [
    'main',
    /^text$|\b(?:requirements?|descriptions?|user story|story|statement|need|constraint|assumption|acceptance criteria|deliverables?|what it does|anforderung(?:en)?|beschreibung(?:en)?)\b/,
  ],
  [
    'name',
    /^(?:feature|name|title|component|area|metric|kpi|module|capability|epic|attribute|aspect|function|endpoint|route|goal|objective|task|item|quality)s?$/,
  ],
);

/** Rows that state requirements; none for a table that only informs (a glossary, a comparison, a history). */
export function statementsOfTable({ header, rows }: Table, frame: Frame, isWork: boolean): RowStatement[] {
  const names = header.map(({ text }) => text);
  if (isNumberColumn(rows, names[0])) names[0] = 'ID';
  const { columns, stories, namedKind: ofNames, isRisk } = readHeader(names.join(APART));
  const named = frame.kind === 'functional' ? ofNames : null;
  const kind = named ?? frame.kind ?? (isRequirementTable(columns) || stories ? 'functional' : null);
  if (kind === null || isRisk) return [];
  const known = stories ? [stories.who, stories.want, stories.why] : usedColumns(columns, header.length);
  const loose = known.length === 0 && isWork ? looseOf(names, rows, columns) : null;
  const used = loose ? [loose.name, ...loose.rest] : known;
  return rows.flatMap((row) => {
    const cells = used.flatMap((index) => cellAt(row, index).filter(({ text }) => !isMethod(index, text, columns)));
    // A row of nothing but a number points at a requirement told elsewhere.
    if (cells.every(({ text }) => isIdentifier(text))) return [];
    const statement = { ...statementOf(row, cells, columns, { ...frame, kind }), ...estimateOf(row, names, columns) };
    if (stories) return [{ ...statement, text: storyOf(row, stories) ?? statement.text }];
    if (!loose || columns.has('method')) return [statement];
    const { text, label } = looseText(row, loose);
    return [{ ...statement, text, ...(columns.has('id') ? {} : { label }) }];
  });
}

/** "Feature | Needs | Why": which feature waits for which, told of features that stand elsewhere. */
export function orderRowsOf({ header, rows }: Table): readonly (Said & { readonly name: string })[] {
  const { columns } = readHeader(header.map(({ text }) => text).join(APART));
  const name = columns.get('name');
  if (name === undefined || !columns.has('dependsOn') || columns.has('main')) return [];
  return rows.flatMap((row) =>
    said(row, columns.get('dependsOn')).map((on) => ({ ...on, name: row[name]?.text ?? '' })),
  );
}

const NAMES_NUMBER = /^(?:steps?|tasks?|items?|stor(?:y|ies)|requirements?|features?|epics?|work packages?|wp|rules?)$/;

const namesNumber = remembered((name) => (NAMES_NUMBER.test(normalise(name)) ? name : null));

/** "Step | Description" over "C1", "C2": whatever the column is called, it numbers the rows. */
function isNumberColumn(rows: Table['rows'], name = ''): boolean {
  if (namesNumber(name) === null) return false;
  const cells = new Set(rows.map(([first]) => first?.text ?? ''));
  return cells.size === rows.length && [...cells].every(isNumbering);
}

function looseOf(
  names: readonly string[],
  rows: Table['rows'],
  columns: ReadonlyMap<Column, number>,
): LooseColumns | null {
  const isFree = (column: Column, index: number): boolean =>
    column === 'name' || column === 'remarks' || (column === 'kind' && index === 0);
  const taken = new Set([...columns].flatMap(([column, index]) => (isFree(column, index) ? [] : [index])));
  return looseColumns(names, rows, taken, columns.get('target'), columns.has('priority'));
}

/** What the names of the columns tell. */
interface Header {
  readonly columns: ReadonlyMap<Column, number>;
  readonly stories: StoryColumns | null;
  /** Of a table of metrics or of qualities. */
  readonly namedKind: RequirementKind | null;
  readonly isRisk: boolean;
}

/** No text of a cell has line ends. */
const APART = '\n';

const readHeader = remembered((texts): Header => {
  const names = texts.split(APART);
  const columns = columnsOf(names);
  return {
    columns,
    stories: storyColumns(names),
    namedKind: kindOfNames(names[columns.get('name') ?? -1], columns.has('target')),
    isRisk: names.some((name) => RISK.test(name)),
  };
});

/** "Measure: field test" says how a requirement is verified, not how much it demands. */
function isMethod(index: number, text: string, columns: ReadonlyMap<Column, number>): boolean {
  return index === columns.get('target') && columns.has('main') && !/\d/.test(text);
}

/** "Metric | Target" holds goals, "Quality | Target" qualities. */
function kindOfNames(title: string | undefined, hasTarget: boolean): RequirementKind | null {
  const name = normalise(title ?? '');
  if (hasTarget && /^(?:metric|kpi|goal|objective)s?$/.test(name)) return 'goal';
  return /^(?:quality|qualities|quality attributes?)$/.test(name) ? 'non-functional' : null;
}

/** A table that speaks for itself, whatever section it stands in. */
function isRequirementTable(columns: ReadonlyMap<Column, number>): boolean {
  return columns.has('main') && (columns.has('id') || columns.has('priority'));
}

/** The columns that make up a requirement's words, in their order; none for a table of something else. */
function usedColumns(columns: ReadonlyMap<Column, number>, width: number): readonly number[] {
  const main = columns.get('main');
  const name = columns.get('name');
  const target = columns.get('target');
  const used = [name, main, target].filter((index) => index !== undefined);
  if (main !== undefined) return used;
  if (name === undefined) return [];
  // Without a column of descriptions: "Metric | Target", "Feature | Priority", or a name and what it means.
  if (target !== undefined || columns.has('priority')) return used;
  if (width !== 2 || name !== 0) return [];
  return [...columns.values()].includes(1) ? [0] : [0, 1];
}

function columnsOf(header: readonly string[]): ReadonlyMap<Column, number> {
  const columns = new Map<Column, number>();
  for (const [index, name] of header.entries()) {
    const words = normalise(name);
    if (/^(?:business )?rules?$/.test(words) && !columns.has('id')) {
      const hasText = header.some((other) => TEXT_OF_RULE.test(normalise(other)));
      columns.set(hasText ? 'id' : 'main', index);
      continue;
    }
    const isGoalOfMetric = /^(?:goal|objective)s?$/.test(words) && columns.has('name');
    const column = isGoalOfMetric
      ? 'target'
      : COLUMNS.find(({ is, pattern }) => !columns.has(is) && pattern.test(words))?.is;
    if (column) columns.set(column, index);
  }
  const field = header.findIndex((name) => FIELD.test(normalise(name)));
  if (columns.has('main') && !columns.has('name') && field !== -1) columns.set('name', field);
  return columns;
}

/** Names what a description beside it describes; alone it names a column of data. */
const FIELD =
  /^(?:fields?|param(?:eter)?s?|propert(?:y|ies)|settings?|events?|interfaces?|path|ur[li]|commands?|variables?|flags?)$/;

const TEXT_OF_RULE = /^(?:text|description|wording|statement|rule text)$/;

const RISK = /^(?:risk|likelihood|probability|impact|mitigation|term|definition|version|date)s?$/i;

function cellAt(row: readonly Cell[], index: number): Cell[] {
  const cell = row[index];
  return cell === undefined || cell.text === '' ? [] : [cell];
}

function statementOf(
  row: readonly Cell[],
  cells: readonly Cell[],
  columns: ReadonlyMap<Column, number>,
  frame: Frame & { readonly kind: RequirementKind },
): RowStatement {
  const text = (column: Column): string => row[columns.get(column) ?? -1]?.text ?? '';
  const status = splitStatus(cells[0]?.text ?? '');
  const method = text('method');
  const words = [method, cells.map((cell, index) => (index === 0 ? status.words : cell.text)).join(': ')]
    .filter(Boolean)
    .join(' ');
  const label = text('id') === '' && cells.length > 1 && method === '' ? status.words : text('id');
  const named = namedKind(text('kind')) ?? namedKind(text('id')) ?? frame.kind;
  const kind = kindOf(words, /^won'?t/i.test(text('priority')) ? 'out-of-scope' : named);
  return {
    text: words,
    ...(label === '' ? {} : { label }),
    kind,
    frame: markedRow({ ...frame, kind }, text('priority'), stateOf(text('status')) ?? status.done),
    source: rangeOf(cells),
    dependsOn: said(row, columns.get('dependsOn')),
    remarks: said(row, columns.get('remarks')),
    numbers: [text('id'), text('key')].filter(Boolean),
  };
}

/** What the column of estimates says of the row. */
function estimateOf(
  row: readonly Cell[],
  names: readonly string[],
  columns: ReadonlyMap<Column, number>,
): Pick<RowStatement, 'estimate'> {
  const index = columns.get('estimate');
  if (index === undefined) return {};
  const estimate = estimateOfCell(row[index]?.text ?? '', names[index] ?? '');
  return estimate === undefined ? {} : { estimate };
}

function said(row: readonly Cell[], index = -1): Said[] {
  return cellAt(row, index).map(({ text, span }) => ({ text, source: span }));
}

/** What a row says of itself goes before what the heading above it says. */
function markedRow({ done: above, ...frame }: Frame, priorityCell: string, own: boolean | undefined): Frame {
  const priority = priorityOfCell(priorityCell) ?? frame.priority;
  const done = own ?? above;
  return { ...frame, ...(priority === undefined ? {} : { priority }), ...(done ? { done } : {}) };
}

/** Undefined for an empty cell or a dash. */
function stateOf(status: string): boolean | undefined {
  const { words, done } = splitStatus(status);
  if (done === true || /^(?:done|completed?|shipped|implemented|yes|100\s?%)(?!\p{L})/iu.test(words)) return true;
  return /[\p{L}\p{N}]/u.test(words) ? false : done;
}

/** From the first cell to the last one that was used, in the order of the source. */
function rangeOf(cells: readonly Cell[]): Span {
  const [only, second] = cells;
  if (only && !second) return only.span;
  const spans = cells.map(({ span }) => span).sort((a, b) => a.line - b.line || a.column - b.column);
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) throw new Error('a statement has a cell');
  return { ...first, endLine: last.endLine, endColumn: last.endColumn };
}
