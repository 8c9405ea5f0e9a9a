import assert from 'node:assert/strict';
import { toolSpec } from '../../../../src/core/agent/modelAgent.ts';
import { COMPLETE_TOOL, ASK_TOOL } from '../../../../src/core/agent/prompts.ts';
import { createResultStore } from '../../../../src/core/agent/resultStore.ts';
import type { CommandResult } from '../../../../src/core/exec/processPort.ts';
import type { Finding } from '../../../../src/core/gates/gate.ts';
import { createOverlay } from '../../../../src/core/review/overlay.ts';
import type { ToolContext, ToolResult } from '../../../../src/core/tools/tool.ts';
import { agentTools } from '../../../../src/core/tools/tools.ts';
import { createMemoryWorkspace } from '../../../support/memoryWorkspace.ts';

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'src/a.ts': 'export const a = 1;\nexport const b = 2;\n',
  'src/deep/b.test.ts': 'test("b");\r\ntest("c");\r\n',
  'README.md': '# Readme\n\nnoend',
  'empty.txt': '',
  'p.png': Uint8Array.from([0, 1, 2, 255]),
  '.env': 'KEY=hunter2\n',
};

const finished: CommandResult = {
  exitCode: 0,
  ended: 'exit',
  output: 'fine\n',
  outputLength: 5,
  durationMs: 1_234,
  isSandboxed: true,
};

function setUp(more: Partial<ToolContext> = {}, files = FILES) {
  const workspace = createMemoryWorkspace(files);
  const context: ToolContext = {
    files: createOverlay(workspace),
    runCommand: () => Promise.resolve(finished),
    diagnostics: null,
    ask: ({ choices }) => Promise.resolve(choices[0]!),
    note: () => Promise.resolve(),
    results: createResultStore(),
    signal: new AbortController().signal,
    ...more,
  };
  const call = async (name: string, input: unknown): Promise<ToolResult> => {
    const tool = agentTools.find((one) => one.name === name)!;
    return tool.run(tool.input.parse(input), context);
  };
  const say = async (name: string, input: unknown): Promise<string> => {
    const { text, isError } = await call(name, input);
    assert.notEqual(isError, true, text);
    return text;
  };
  const complain = async (name: string, input: unknown): Promise<string> => {
    const { text, isError } = await call(name, input);
    assert.equal(isError, true, text);
    return text;
  };
  return { call, say, complain, context, workspace };
}

describe('agentTools', () => {
  it('are few enough words for every call', () => {
    const specs = agentTools.map(toolSpec);
    assert.ok(JSON.stringify(specs).length < 10_500, `${JSON.stringify(specs).length} characters`);
    assert.equal(new Set(specs.map(({ name }) => name)).size, 13);
    for (const name of [COMPLETE_TOOL, ASK_TOOL]) assert.ok(specs.some((spec) => spec.name === name));
    for (const { input } of specs) assert.deepEqual([input['type'], input['additionalProperties']], ['object', false]);
  });

  it('name what they touch', () => {
    const subjects = Object.fromEntries(
      agentTools.map(({ name, subject, risk }) => {
        return [name, [risk, subject({ path: 'p', from: 'f', to: 't', command: 'c' })]];
      }),
    );
    assert.deepEqual(subjects['edit_file'], ['write', { kind: 'paths', paths: ['p'] }]);
    assert.deepEqual(subjects['rename_file'], ['write', { kind: 'paths', paths: ['f', 't'] }]);
    assert.deepEqual(subjects['read_file'], ['read', { kind: 'paths', paths: ['p'] }]);
    assert.deepEqual(subjects['run_command'], ['execute', { kind: 'command', command: 'c' }]);
  });

  describe('read_file', () => {
    it('numbers lines', async () => {
      const { say } = setUp();
      assert.equal(await say('read_file', { path: 'README.md' }), '1\t# Readme\n2\t\n3\tnoend');
      assert.equal(
        await say('read_file', { path: 'src/deep/b.test.ts', start_line: 2 }),
        '2\ttest("c");\n[Lines 2 to 2 of 2]',
      );
      assert.equal(await say('read_file', { path: 'empty.txt' }), 'empty.txt is empty.');
    });

    it('gives so many lines in one call', async () => {
      const { say, complain } = setUp({}, { 'long.txt': 'x\n'.repeat(5_000) });
      assert.match(await say('read_file', { path: 'long.txt' }), /2000\tx\n\[Lines 1 to 2000 of 5000\]$/);
      assert.equal(
        await say('read_file', { path: 'long.txt', start_line: 7, end_line: 7 }),
        '7\tx\n[Lines 7 to 7 of 5000]',
      );
      assert.match(await complain('read_file', { path: 'long.txt', start_line: 5_001 }), /has 5000 lines/);
    });

    it('says what to try instead', async () => {
      const { call, complain } = setUp();
      assert.match(await complain('read_file', { path: 'src/b.test.ts' }), /Did you mean src\/deep\/b\.test\.ts/);
      assert.match(await complain('read_file', { path: 'nothing/like/that' }), /Use list_files/);
      await assert.rejects(call('read_file', { path: 'p.png' }), { code: 'file.binary' });
      await assert.rejects(call('read_file', { path: '../x' }), { code: 'path.outside' });
    });
  });

  describe('list_files', () => {
    it('takes globs as people write them', async () => {
      const { say } = setUp();
      assert.equal(await say('list_files', {}), '.env\nREADME.md\nempty.txt\np.png\nsrc/a.ts\nsrc/deep/b.test.ts');
      for (const glob of ['src', 'src/', './src/**', '*.ts', '**/*.ts', 'src/**/*.ts']) {
        assert.equal(await say('list_files', { glob }), 'src/a.ts\nsrc/deep/b.test.ts', glob);
      }
      assert.equal(await say('list_files', { glob: '*.{md,txt}' }), 'README.md\nempty.txt');
      assert.equal(await say('list_files', { glob: '.e*' }), '.env');
      assert.match(await say('list_files', { glob: '*.rs' }), /No file matches \*\.rs\. At the top there are: .*src\//);
    });

    it('gives so many paths', async () => {
      const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, '']));
      assert.match(await setUp({}, many).say('list_files', {}), /\n\[100 more of 600: /);
    });
  });

  describe('search', () => {
    it('finds texts and expressions, in proposals too', async () => {
      const { say } = setUp();
      await say('write_file', { path: 'new.ts', text: 'const a = 3;\n' });
      assert.equal(
        await say('search', { pattern: 'const a' }),
        'new.ts:1:const a = 3;\nsrc/a.ts:1:export const a = 1;',
      );
      assert.equal(
        await say('search', { pattern: 'TEST\\("c', regex: true, ignore_case: true }),
        'src/deep/b.test.ts:2:test("c");',
      );
      assert.equal(await say('search', { pattern: 'const', glob: 'new.*' }), 'new.ts:1:const a = 3;');
      assert.match(await say('search', { pattern: 'const', glob: '*.rs' }), /No file matches the glob/);
      assert.match(await say('search', { pattern: 'no such words' }), /Nothing found in \d+ files/);
    });

    it('shows lines around', async () => {
      const { say } = setUp({}, { f: '1\n2\nx\n4\nx\n6\n7\n8\n9\nx\n' });
      assert.equal(
        await say('search', { pattern: 'x', context: 1 }),
        'f-2-2\nf:3:x\nf-4-4\nf:5:x\nf-6-6\n--\nf-9-9\nf:10:x\nf-11-',
      );
    });

    it('leaves secrets alone', async () => {
      assert.match(await setUp().say('search', { pattern: 'hunter2' }), /Nothing found/);
    });

    it('stops at a limit, and shortens long lines', async () => {
      const { say } = setUp({}, { a: 'x\n'.repeat(300), b: `${'y'.repeat(20_000)}z` });
      assert.match(await say('search', { pattern: 'x' }), /a:200:x\n\[Stopped at 200 lines, before b: /);
      assert.match(await say('search', { pattern: 'z' }), /^b:1:y{300}… \(20001 characters\)$/);
      assert.match(await say('search', { pattern: 'z$', regex: true }), /only the first \d+ characters/);
    });

    it('refuses an expression that may run for ever', async () => {
      const { call } = setUp();
      const bad = [
        '(a+)+$',
        '(a*)*b',
        '((a+))+',
        '(a|a)*b',
        '(\\w|\\d)+x',
        '(?:a?){9}',
        '(.*,){9}P',
        '(a',
        '\\1(a)',
        '',
        '.*.*.*.*.*.*.*x',
      ];
      for (const pattern of bad)
        await assert.rejects(call('search', { pattern, regex: true }), { code: 'usage' }, pattern);
      for (const pattern of [
        '(foo|bar)+',
        'a{3}(b|c)',
        '\\bfunction\\s+(\\w+)\\(',
        '(ab){2}',
        '[+*]+(x)',
        '^\\s*import .* from',
        '(?:\\(\\+\\))+',
      ]) {
        await assert.doesNotReject(call('search', { pattern, regex: true }), pattern);
      }
    });

    it('comes to an end with any expression that it takes', async function () {
      this.timeout(60_000);
      const words = 'const word = other; ';
      const { say } = setUp({}, { f: `${'a'.repeat(20_000)}!\n${words.repeat(100)}${'a'.repeat(3_000)}\n` });
      for (const pattern of [
        'a*a*a*b',
        'a*a*a*a*a*a*b',
        '.*.*b',
        '.{0,90}.{0,90}.{0,90}.{0,90}b',
        '(x|a)*b',
        'a+b|a+c',
      ]) {
        const startedAt = performance.now();
        assert.match(await say('search', { pattern, regex: true }), /Nothing found/);
        assert.ok(performance.now() - startedAt < 15_000, pattern);
      }
    });

    it('stops when it is told to', async () => {
      const { call } = setUp({ signal: AbortSignal.abort() });
      await assert.rejects(call('search', { pattern: 'x' }), { name: 'AbortError' });
    });
  });

  describe('what writes', () => {
    it('edits all or nothing', async () => {
      const { say, complain, context } = setUp();
      const edits = [
        { old_text: 'a = 1;', new_text: 'a = 10;' },
        { old_text: 'b = 2;', new_text: 'b = 20;' },
      ];
      assert.equal(
        await say('edit_file', { path: 'src/a.ts', edits }),
        'Edited src/a.ts: 2 replaced, now at lines 1, 2.',
      );
      assert.match(await complain('edit_file', { path: 'src/a.ts', edits }), /^Edit 1 of 2: old_text is not found/);
      assert.equal(
        (await context.files.read('src/a.ts'))?.content?.text,
        'export const a = 10;\nexport const b = 20;\n',
      );
      assert.match(await complain('edit_file', { path: 'src/c.ts', edits }), /Did you mean src\/a\.ts/);
    });

    it('keeps line ends and whether the last line has one', async () => {
      const { say, context } = setUp();
      const edits = [{ old_text: 'test("b");\ntest("c");', new_text: 'test("d");\ntest("e");' }];
      await say('edit_file', { path: 'src/deep/b.test.ts', edits });
      assert.equal((await context.files.read('src/deep/b.test.ts'))?.content?.text, 'test("d");\r\ntest("e");\r\n');
      await say('write_file', { path: 'src/deep/b.test.ts', text: 'one\ntwo' });
      assert.equal((await context.files.read('src/deep/b.test.ts'))?.content?.text, 'one\r\ntwo\r\n');
      await say('write_file', { path: 'README.md', text: 'anew\n' });
      assert.equal((await context.files.read('README.md'))?.content?.text, 'anew');
    });

    it('deletes and renames', async () => {
      const { say, complain, call, context } = setUp();
      await say('delete_file', { path: 'empty.txt' });
      await say('rename_file', { from: 'p.png', to: 'img/p.png' });
      assert.deepEqual(
        context.files.changes().map(({ kind, path }) => [kind, path]),
        [
          ['delete', 'empty.txt'],
          ['rename', 'img/p.png'],
        ],
      );
      assert.match(await complain('delete_file', { path: 'empty.txt' }), /There is no file/);
      assert.match(await complain('rename_file', { from: 'empty.txt', to: 'x' }), /There is no file/);
      await assert.rejects(call('rename_file', { from: 'README.md', to: 'src/a.ts' }), { code: 'usage' });
    });

    it('does not give secrets away', async () => {
      const { call, complain } = setUp();
      await assert.rejects(call('rename_file', { from: '.env', to: 'plain.txt' }), { code: 'path.secret' });
      const edits = [{ old_text: 'KEY=hunter3', new_text: '' }];
      assert.equal(await complain('edit_file', { path: '.env', edits }), 'The edits do not fit. Nothing was changed.');
    });
  });

  describe('the others', () => {
    it('run a command and tell how it ended', async () => {
      const run = async (result: Partial<CommandResult>) => {
        const asked: unknown[] = [];
        const { call } = setUp({
          runCommand: (...args) => {
            asked.push(args);
            return Promise.resolve({ ...finished, ...result });
          },
        });
        return { ...(await call('run_command', { command: 'npm test', timeout_seconds: 5 })), asked };
      };
      assert.deepEqual(await run({}), {
        text: 'Exit code 0 after 1.2 s.\nfine',
        isError: false,
        asked: [['npm test', 5_000]],
      });
      assert.match((await run({ isSandboxed: false })).text, /without a sandbox/);
      const failed = await run({ exitCode: 1, output: '' });
      assert.deepEqual([failed.text, failed.isError], ['Exit code 1 after 1.2 s.\n(no output)', true]);
      assert.match((await run({ exitCode: null, ended: 'timeout' })).text, /longer than 5 s/);
      assert.match((await run({ exitCode: null, ended: 'notFound' })).text, /not found/);
      assert.match((await run({ exitCode: null, ended: 'signal' })).text, /by a signal/);
    });

    it('tell what the editor reports, where there is one', async () => {
      assert.match(await setUp().say('diagnostics', {}), /No editor/);
      const finding: Finding = { severity: 'error', message: 'No such name.', rule: 'ts2304', path: 'a.ts', line: 3 };
      const found = (findings: readonly Finding[]) => setUp({ diagnostics: () => Promise.resolve(findings) });
      assert.equal(await found([finding]).say('diagnostics', {}), 'a.ts:3: error: No such name. (ts2304)');
      assert.equal(await found([]).say('diagnostics', {}), 'No problems are reported.');
      assert.match(await found(Array<Finding>(120).fill(finding)).say('diagnostics', {}), /\[20 more: /);
    });

    it('ask, note and hand over', async () => {
      const notes: string[] = [];
      const { say } = setUp({
        note: (text) => {
          notes.push(text);
          return Promise.resolve();
        },
      });
      assert.equal(await say('ask_person', { question: 'Which?', choices: ['this', 'that'] }), 'The answer: this');
      await say('note', { text: 'kept' });
      assert.deepEqual(notes, ['kept']);
      assert.equal(await say('complete', { summary: 'done' }), 'Handed over.');
    });

    it('hand out the rest of a result, piece by piece', async () => {
      const { say, complain, context } = setUp();
      const whole = Array.from({ length: 9_000 }, (_, index) => `line ${index}\n`).join('');
      const first = context.results.cap(whole);
      const id = /id "([^"]+)"/.exec(first)![1]!;
      let offset = Number(/offset (\d+)/.exec(first)![1]);
      let text = whole.slice(0, offset);
      for (;;) {
        const part = context.results.cap(await say('read_result', { id, offset }));
        const next = /\n\[It goes on at offset (\d+)\]$/.exec(part);
        text += next ? part.slice(0, next.index) : part;
        if (!next) break;
        offset = Number(next[1]);
      }
      assert.equal(text, whole);
      assert.match(await complain('read_result', { id: 'r-none', offset: 0 }), /Make the call that gave it again/);
      assert.match(await complain('read_result', { id, offset: whole.length }), /past its end/);
    });
  });
});
