// What every ProcessPort holds to. The scripted fake is held to the part that needs no operating system.
import assert from 'node:assert/strict';
import type { CommandSpec, ProcessPort } from '../../../src/core/exec/processPort.ts';

/** What the port under test must answer for: real commands, or their like in a script. */
export const CONTRACT_COMMANDS = {
  speaks: 'echo Grüße, 世界',
  fails: 'echo sorry; exit 3',
  hangs: 'sleep 30',
  chatters: 'i=0; while [ $i -lt 3000 ]; do echo line-$i; i=$((i+1)); done',
} as const;

/** All that `chatters` writes. */
export const CHATTER = Array.from({ length: 3000 }, (_, index) => `line-${index}\n`).join('');

const never = new AbortController().signal;

/** Defines the tests; `cwd` is a folder that is there. */
export function holdsTheProcessContract(start: () => { readonly port: ProcessPort; readonly cwd: string }): void {
  const spec = (shell: string, cwd: string): CommandSpec => ({
    command: { shell },
    cwd,
    timeoutMs: 20_000,
    maxOutput: 10_000,
  });

  it('tells the exit code and the whole output', async () => {
    const { port, cwd } = start();
    const spoken = await port.run(spec(CONTRACT_COMMANDS.speaks, cwd), never);
    assert.equal(spoken.ended, 'exit');
    assert.equal(spoken.exitCode, 0);
    assert.equal(spoken.output, 'Grüße, 世界\n');
    assert.equal(spoken.outputLength, spoken.output.length);
    assert.ok(spoken.durationMs >= 0);
    assert.equal(spoken.isSandboxed, false);
    const failed = await port.run(spec(CONTRACT_COMMANDS.fails, cwd), never);
    assert.deepEqual([failed.ended, failed.exitCode, failed.output], ['exit', 3, 'sorry\n']);
  });

  it('says that a program is not there instead of throwing', async () => {
    const { port, cwd } = start();
    const result = await port.run(
      { ...spec('', cwd), command: { argv: ['conductor-no-such-program', '--version'] } },
      never,
    );
    assert.deepEqual([result.ended, result.exitCode], ['notFound', null]);
    assert.match(result.output, /conductor-no-such-program/);
  });

  it('ends a command at its time-out', async () => {
    const { port, cwd } = start();
    const result = await port.run({ ...spec(CONTRACT_COMMANDS.hangs, cwd), timeoutMs: 100 }, never);
    assert.deepEqual([result.ended, result.exitCode], ['timeout', null]);
    assert.ok(result.durationMs < 15_000, `${result.durationMs} ms`);
  });

  it('throws the reason of an aborted signal, before and during the command', async () => {
    const { port, cwd } = start();
    const reason = new Error('enough');
    await assert.rejects(port.run(spec(CONTRACT_COMMANDS.speaks, cwd), AbortSignal.abort(reason)), reason);
    const controller = new AbortController();
    const running = port.run(spec(CONTRACT_COMMANDS.hangs, cwd), controller.signal);
    setImmediate(() => controller.abort(reason));
    await assert.rejects(running, reason);
  });

  it('keeps the first and the last half of long output and says how much is missing', async () => {
    const { port, cwd } = start();
    const result = await port.run({ ...spec(CONTRACT_COMMANDS.chatters, cwd), maxOutput: 200 }, never);
    const parts = /^([\s\S]{100})\n\[… (\d+) characters left out …\]\n([\s\S]{100})$/.exec(result.output);
    assert.ok(parts, result.output);
    assert.equal(parts[1], CHATTER.slice(0, 100));
    assert.equal(parts[3], CHATTER.slice(-100));
    assert.equal(Number(parts[2]), CHATTER.length - 200);
    assert.equal(result.outputLength, CHATTER.length);
  });

  it('knows whether there is a sandbox, and why not', async () => {
    const { port } = start();
    const status = await port.sandbox();
    assert.ok(status.isAvailable ? status.name.length > 0 : status.reason.length > 0);
    assert.deepEqual(await port.sandbox(), status);
  });
}
