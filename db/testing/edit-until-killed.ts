/** A process to be killed: edits a plan and says after each edit that it is written. Test code only. */
import { WorkingCopies } from '../working-copies.ts';
import { smallPlan } from '../../src/model/testing/small-plan.ts';

const copies = new WorkingCopies(process.argv[2] ?? '');
const copy = copies.create(smallPlan(), null);
if (!copy.ok) throw new Error(JSON.stringify(copy.problems));
const { database, plan } = copy.value;
let info = [...plan.info.values()][0];
for (let edit = 1; info; edit += 1) {
  const next = { ...info, name: `edit ${edit}` };
  database.apply('rename', { added: {}, updated: { info: [[info, next]] }, removed: {} });
  info = next;
  process.stdout.write(`${copy.value.id} ${edit}\n`);
}
