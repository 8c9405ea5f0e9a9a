// Symbols of real sources in each language, from the sources and from a bundle.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { GRAMMARS } from '../../../../src/node/codemap/languages.ts';
import { createCodeMap } from '../../../../src/node/codemap/codeMap.ts';
import { runCommand } from '../../../support/vscode/command.ts';
import { root } from '../../../support/vscode/paths.ts';

const codeMap = createCodeMap();

async function signatures(path: string, text: string): Promise<readonly string[]> {
  const { definitions } = await codeMap.symbols(path, text);
  return definitions.map(({ line, kind, name, signature }) => `${line} ${kind} ${name}: ${signature}`);
}

describe('code map', () => {
  it('reads TypeScript', async () => {
    const text = `import { rate } from './rates.ts';
export interface Line { readonly price: number }
type Cents = number;
export enum Kind { Bill, Credit }
export abstract class Invoice<T extends Line> extends Base {
  static count = 0;
  readonly onChange = (line: T): void => { this.#lines.push(line); };
  async total(
    tax: boolean,
  ): Promise<Cents> { const local = () => 1; return local(); }
  abstract print(): string;
}
export const totalOf = (lines: readonly Line[]): Cents => lines.length;
export const LIMIT: Cents = 10, OTHER = 2;
export default function main({ path }: { path: string }) {}
declare function external(): void;
namespace Tools { export function mend() {} }
`;
    assert.deepEqual(await signatures('a.ts', text), [
      '2 interface Line: export interface Line',
      '3 type Cents: type Cents = number',
      '4 enum Kind: export enum Kind',
      '5 class Invoice: export abstract class Invoice<T extends Line> extends Base',
      '7 method onChange: readonly onChange = (line: T): void',
      '8 method total: async total(tax: boolean,): Promise<Cents>',
      '11 method print: abstract print(): string',
      '13 function totalOf: export const totalOf = (lines: readonly Line[]): Cents',
      '14 constant LIMIT: export const LIMIT: Cents',
      '14 constant OTHER: OTHER',
      '15 function main: export default function main({ path }: { path: string })',
      '16 function external: declare function external(): void',
      '17 module Tools: namespace Tools',
      '17 function mend: export function mend()',
    ]);
  });

  it('reads TSX and leaves out the words of a page', async () => {
    const text = 'export const Card = ({ title }: Props) => <div className="box">Hello reader {title}<Icon /></div>;';
    const { definitions, references } = await codeMap.symbols('a.tsx', text);
    assert.deepEqual(
      definitions.map(({ signature }) => signature),
      ['export const Card = ({ title }: Props)'],
    );
    assert.deepEqual(
      ['Props', 'Icon', 'title', 'Hello', 'reader', 'box'].filter((word) => references.includes(word)),
      ['Props', 'Icon', 'title'],
    );
  });

  it('reads JavaScript, CommonJS too', async () => {
    const text = `const { a } = require('./a');
exports.load = function (path) {};
Store.prototype.save = async (row) => { await row; };
class Store { #rows = []; find(id) {} }
function* each() {}
var old = 1;
`;
    assert.deepEqual(await signatures('a.cjs', text), [
      '2 function load: exports.load = function (path)',
      '3 function save: Store.prototype.save = async (row)',
      '4 class Store: class Store',
      '4 method find: find(id)',
      '5 function each: function* each()',
      '6 variable old: var old',
    ]);
  });

  it('reads Python', async () => {
    const text = `LIMIT: int = 3
class Store(Base):
    """Keeps rows."""
    @property
    def rows(self, first: int = 0) -> list[str]:
        def inner(): pass
        return f"not {self.loaded}"
@app.route("/orders", methods=["GET"])
async def orders(request): pass
if True:
    def fallback(): pass
`;
    assert.deepEqual(await signatures('a.py', text), [
      '1 variable LIMIT: LIMIT: int',
      '2 class Store: class Store(Base)',
      '5 method rows: def rows(self, first: int = 0) -> list[str]',
      '9 function orders: async def orders(request)',
      '11 function fallback: def fallback()',
    ]);
    const { references } = await codeMap.symbols('a.py', text);
    assert.ok(references.includes('loaded'));
    assert.ok(!references.includes('Keeps') && !references.includes('not'));
  });

  it('reads Go', async () => {
    const text = `package store
type Row struct {
	ID int
}
type Finder interface { Find(id int) (*Row, error) }
type (
	Key = string
	Score float64
)
func (r *Row) Name(long bool) string { return "x" }
func Open[T any](path string) (*T, error) { return nil, nil }
const Limit = 3
var cache = map[string]Row{}
`;
    assert.deepEqual(await signatures('a.go', text), [
      '2 class Row: type Row struct',
      '5 interface Finder: type Finder interface',
      '7 type Key: Key = string',
      '8 type Score: Score float64',
      '10 method Name: func (r *Row) Name(long bool) string',
      '11 function Open: func Open[T any](path string) (*T, error)',
      '12 constant Limit: const Limit',
      '13 variable cache: var cache',
    ]);
  });

  it('reads Java', async () => {
    const text = `package shop;
@Service
public class Orders extends Base implements Finder {
  private final int limit = 1;
  Orders(int limit) { this.limit = limit; }
  @Override
  public <T> String find(int id, T other) throws Missing { return "Nothing"; }
  interface Listener { void changed(Order order); }
}
enum State { OPEN, DONE }
record Line(int price) {}
@interface Audited { String by(); }
`;
    assert.deepEqual(await signatures('A.java', text), [
      '3 class Orders: public class Orders extends Base implements Finder',
      '5 method Orders: Orders(int limit)',
      '7 method find: public <T> String find(int id, T other) throws Missing',
      '8 interface Listener: interface Listener',
      '8 method changed: void changed(Order order)',
      '10 enum State: enum State',
      '11 class Line: record Line(int price)',
      '12 interface Audited: @interface Audited',
    ]);
  });

  it('reads Rust', async () => {
    const text = `/// Rows.
#[derive(Debug)]
pub struct Row<T> { id: T }
pub enum State { Open }
pub trait Find { fn find(&self, id: u32) -> Option<u32>; fn all(&self) {} }
impl<T> Find for Row<T> { fn find(&self, id: u32) -> Option<u32> { None } }
pub fn open<'a>(path: &'a str) -> Result<(), Error> { let c = "Text"; Ok(()) }
mod tools { pub fn mend() {} }
const LIMIT: u32 = 3;
type Key = String;
macro_rules! row { () => {} }
`;
    assert.deepEqual(await signatures('a.rs', text), [
      '3 class Row: pub struct Row<T>',
      '4 enum State: pub enum State',
      '5 interface Find: pub trait Find',
      '5 method find: fn find(&self, id: u32) -> Option<u32>',
      '5 method all: fn all(&self)',
      '6 method find: fn find(&self, id: u32) -> Option<u32>',
      "7 function open: pub fn open<'a>(path: &'a str) -> Result<(), Error>",
      '8 module tools: mod tools',
      '8 function mend: pub fn mend()',
      '9 constant LIMIT: const LIMIT: u32',
      '10 type Key: type Key = String',
      '11 macro row: macro_rules! row',
    ]);
  });

  it('finds references in code alone, each once', async () => {
    const text = `// commented\nconst a = load(\`text \${inner} more\`, "quoted", /pattern/);\nload(Größe);\n`;
    const { references } = await codeMap.symbols('a.ts', text);
    assert.deepEqual(references, ['const', 'load', 'inner', 'Größe']);
  });

  it('gives what it can of a file with errors and nothing for a language that it does not know', async () => {
    assert.deepEqual(await signatures('a.ts', 'export function whole() {}\nclass {{{ ((('), [
      '1 function whole: export function whole()',
    ]);
    assert.deepEqual(await codeMap.symbols('a.hs', 'main = return ()'), { definitions: [], references: [] });
    assert.deepEqual(await codeMap.symbols('a.ts', ''), { definitions: [], references: [] });
    assert.deepEqual(
      ['a.TS', 'b.pyi', 'c.hs', 'constructor', 'd.constructor', 'Makefile'].map((path) => codeMap.knows(path)),
      [true, true, false, false, false, false],
    );
  });

  it('answers many files at once, each its own', async () => {
    const paths = Array.from({ length: 200 }, (_, index) => `f${index}.${index % 2 ? 'ts' : 'js'}`);
    const names = await Promise.all(
      paths.map(async (path, index) => (await codeMap.symbols(path, `function f${index}() {}`)).definitions[0]?.name),
    );
    assert.deepEqual(
      names,
      paths.map((_, index) => `f${index}`),
    );
  });

  it('works from a bundle, with the grammars beside it, and lets the process end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'conductor-bundle-'));
    try {
      const config = readFileSync(join(root, 'esbuild.config.mjs'), 'utf8');
      const define = { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' };
      for (const [name, value] of Object.entries(define)) assert.ok(config.includes(`'${name}': '${value}'`));
      await build({
        entryPoints: ['codeMap', 'symbolParser'].map((name) => join(root, `src/node/codemap/${name}.ts`)),
        outdir: folder,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        logLevel: 'silent',
        define,
      });
      writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }');
      mkdirSync(join(folder, 'grammars'));
      const wasm = join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
      for (const file of ['tree-sitter.wasm', 'tree-sitter-go.wasm'])
        copyFileSync(join(wasm, file), join(folder, 'grammars', file));
      const script = `require('./codeMap.js').createCodeMap().symbols('a.go', 'package a\\nfunc Open() {}')
        .then(({ definitions }) => console.log(definitions[0].signature))`;
      const output = await runCommand(process.execPath, ['-e', script], { cwd: folder });
      assert.equal(output.trim(), 'func Open()');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has every grammar that the package must hold', () => {
    const files = new Set(readdirSync(join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm')));
    assert.deepEqual(
      GRAMMARS.filter((grammar) => !files.has(`tree-sitter-${grammar}.wasm`)),
      [],
    );
  });
});
