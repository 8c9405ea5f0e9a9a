// Conductor's own tables in Taskwerk's database: made when first written to, and never without looking first.
import { ConductorError } from '../../core/errors.ts';
import { newerError, type Connection } from './connection.ts';
import { text } from './rows.ts';

const OWN_SCHEMA_VERSION = 1;

/** The planning document's five columns as it has them; Conductor's are added behind. */
const CREATE_PLANS = `
CREATE TABLE plans (
  id INTEGER PRIMARY KEY,
  source_file TEXT NOT NULL,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  status TEXT CHECK(status IN ('draft', 'reviewing', 'imported')),
  metadata JSON
);`;

const ADDED_TO_PLANS: Readonly<Record<string, string>> = {
  title: "TEXT NOT NULL DEFAULT ''",
  task_count: 'INTEGER NOT NULL DEFAULT 0',
  revision: 'INTEGER NOT NULL DEFAULT 1',
};

/**
 * `conductor_documents`: each plan as JSON, apart from `plans` so that a change of status does not rewrite megabytes.
 * `conductor_links`: which task each key of a document became, and what was last written there.
 * `conductor_imports`: one row an import, with what takes it back. None refers to `tasks`, whose rows may go at any time.
 * `conductor_answers`: what a model has answered to the questions of a run that is not finished.
 */
const CREATE_OWN = `
CREATE TABLE conductor_schema (version INTEGER NOT NULL);
INSERT INTO conductor_schema VALUES (${OWN_SCHEMA_VERSION});
CREATE TABLE conductor_documents (
  plan_id INTEGER PRIMARY KEY REFERENCES plans(id) ON DELETE CASCADE,
  document TEXT NOT NULL
);
CREATE TABLE conductor_links (
  source_file TEXT NOT NULL,
  task_key TEXT NOT NULL,
  task_id TEXT NOT NULL,
  task_created_at TEXT NOT NULL,
  written TEXT NOT NULL,
  UNIQUE (source_file, task_key)
);
CREATE TABLE conductor_imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  plan_id INTEGER NOT NULL,
  source_file TEXT NOT NULL,
  imported_at DATETIME NOT NULL,
  inverse TEXT NOT NULL
);
CREATE INDEX conductor_imports_plan ON conductor_imports(plan_id);
CREATE TABLE conductor_answers (
  run TEXT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (run, question)
) WITHOUT ROWID;`;

/** A table of the planning document: the columns it must begin with, and the CHECK it must hold. */
export interface DocumentTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly check: string;
}

const PLANS: DocumentTable = {
  name: 'plans',
  columns: ['id INTEGER', 'source_file TEXT', 'created_at TIMESTAMP', 'status TEXT', 'metadata JSON'],
  check: "check(statusin('draft','reviewing','imported'))",
};

/** True when there are plans to read. Throws `store.foreign` where another program has made a table of that name. */
export function hasPlans(connection: Connection): boolean {
  return plansColumns(connection)?.includes('revision') === true && hasOwnTables(connection);
}

/** Makes what is missing; call it in the transaction that writes. */
export function ensureOwnTables(connection: Connection): void {
  const columns = plansColumns(connection);
  if (columns === null) connection.execute(CREATE_PLANS);
  for (const [name, type] of Object.entries(ADDED_TO_PLANS)) {
    if (!columns?.includes(name)) connection.execute(`ALTER TABLE plans ADD COLUMN ${name} ${type}`);
  }
  if (!hasOwnTables(connection)) connection.execute(CREATE_OWN);
}

/** Throws `store.newer` where a newer Conductor has changed its tables. */
export function hasOwnTables(connection: Connection): boolean {
  if (!tableSql(connection, 'conductor_schema')) return false;
  const version = Number(connection.get('SELECT max(version) AS version FROM conductor_schema')?.['version'] ?? 0);
  if (version > OWN_SCHEMA_VERSION) throw newerError(connection.file, version, 'Conductor');
  return true;
}

const plansColumns = (connection: Connection): readonly string[] | null => documentColumns(connection, PLANS);

/** The names of its columns; null without a table. Throws `store.foreign` where another program has made a table of that name. */
export function documentColumns(connection: Connection, table: DocumentTable): readonly string[] | null {
  const sql = tableSql(connection, table.name);
  if (sql === null) return null;
  const columns = connection.all(
    "SELECT name, name || ' ' || type AS shape FROM pragma_table_info(?) ORDER BY cid",
    table.name,
  );
  const isDocuments =
    table.columns.every((shape, index) => columns[index]?.['shape'] === shape) &&
    sql.toLowerCase().replaceAll(/\s+/g, '').includes(table.check);
  if (isDocuments) return columns.map((row) => text(row, 'name'));
  throw new ConductorError(
    'store.foreign',
    `The table "${table.name}" in ${connection.file} was made by another program.`,
    { remedy: 'Rename that table if it is still needed, then try again; Conductor has changed nothing.' },
  );
}

export function tableSql(connection: Connection, table: string): string | null {
  const row = connection.get("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table);
  return row ? text(row, 'sql') : null;
}
