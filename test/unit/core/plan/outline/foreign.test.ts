// German and French documents keep their words as titles; English ones are not taken for them.
import assert from 'node:assert/strict';
import { isForeign } from '../../../../../src/core/plan/outline/foreign.ts';
import { planOf, treeOf } from './support.ts';

describe('a document in another language', () => {
  it('keeps its sentences and names as titles', async () => {
    const plan = await planOf(`# Lastenheft\n
## Fernauslesung\n
- Das System muss die Daten einmal täglich über die Box abrufen.
- Der Disponent kann eine Auslesung von Hand anstoßen.\n
## Archivage\n
- Le système doit conserver les fichiers pendant 12 mois.
- The API must let customers list vehicles.\n`);
    assert.deepEqual(treeOf(plan), [
      'Fernauslesung',
      '  Das System muss die Daten einmal täglich über die Box abrufen',
      '  Der Disponent kann eine Auslesung von Hand anstoßen',
      'Archivage',
      '  Le système doit conserver les fichiers pendant 12 mois',
      '  Let customers list vehicles',
    ]);
    assert.ok(
      plan.tasks.every(({ acceptanceCriteria }) => !/wird.*works as described/.test(acceptanceCriteria.join())),
    );
  });

  it('is not seen in English', () => {
    for (const text of ['Show the par and the sur tax', 'MIT, 983 stars; MIT, 18 k', 'Export as CSV', 'Kann ban board'])
      assert.equal(isForeign(text), false, text);
  });
});
