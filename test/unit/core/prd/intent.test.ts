// What a document means by a heading, a mark, a row or a tag: which of it is work, how urgent it is, and what is done.
import assert from 'node:assert/strict';
import { markdownReader } from '../../../../src/core/prd/markdown.ts';
import type { Prd } from '../../../../src/core/prd/model.ts';
import { readPrd } from '../../../../src/core/prd/read.ts';

const read = (text: string): Promise<Prd> => readPrd(markdownReader, new TextEncoder().encode(text));

async function done(text: string): Promise<readonly string[]> {
  return (await read(text)).requirements.filter((requirement) => requirement.done).map(({ text: words }) => words);
}

describe('a check mark in a heading', () => {
  it('is an ornament before the name of a kind of section', async () => {
    assert.deepEqual(await done('# P\n\n## ✅ Requirements\n\n- Export orders\n\n## ✅ Checkout\n\n- Pay\n'), ['Pay']);
  });

  it('is an ornament among other ornaments, and means it behind a title', async () => {
    const text = '# P\n\n## 🎯 Why\n\n## 📊 Numbers\n\n## ✅ Checkout\n\n- Pay by card\n\n## Search ✅\n\n- Find it\n';
    assert.deepEqual(await done(text), ['Find it']);
  });

  it('stays a state among other states', async () => {
    assert.deepEqual(await done('# P\n\n## ✅ Checkout\n\n- Pay\n\n## 🔄 Search\n\n## ❌ Export\n'), ['Pay']);
  });

  it('yields to the status of a row', async () => {
    const rows = '| Pay | P0 | Not started |\n| Refund | P1 | |\n| Print | P1 | 🔄 In progress |\n| Find | P2 | Done |';
    const text = `# P\n\n## ✅ Checkout\n\n| Feature | Priority | Status |\n|---|---|---|\n${rows}\n`;
    assert.deepEqual(await done(text), ['Refund', 'Find']);
  });
});
