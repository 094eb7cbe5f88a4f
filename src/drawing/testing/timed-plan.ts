/** A layout with window tables on two cores, tasks in them and on a core of their own. Test code only. */
import { PlanBuilder } from '../../analysis/testing/plan-builder.ts';
import type { Plan } from '../../model/plan.ts';
import { MS, US } from '../../model/units.ts';

const SCHEDULED = { scheduler: 'fixed-priority', contextSwitchNs: 5 * US };

/**
 * Control has the start and the end of the frame, so that it goes on across its edge; Vision and Logging stand between; the second core
 * has windows too, the third has none.
 *
 * @param overlapNs how long the last window of the second core begins before the one in front of it ends
 * @returns the plan
 */
export function timedPlan(overlapNs = 0): Plan {
  return new PlanBuilder()
    .application('drive', { name: 'Drive' })
    .application('vision', { name: 'Vision' })
    .application('audio', { name: 'Audio' })
    .task('torque', 'drive', 300 * US, 5 * MS, { name: 'Torque', priority: 3 })
    .task('brake', 'drive', 500 * US, 10 * MS, { name: 'Brake', priority: 2, deadlineNs: 8 * MS })
    .task('plan', 'drive', MS, 20 * MS, { name: 'Trajectory', priority: 1 })
    .task('detect', 'vision', 2 * MS, 40 * MS, { name: 'Detect', priority: 1 })
    .task('mix', 'audio', 400 * US, 4 * MS, { name: 'Mix', priority: 2 })
    .task('meter', 'audio', MS, 12 * MS, { name: 'Meter', priority: 1 })
    .environment('hv', 'hypervisor', null, {
      name: 'Hypervisor',
      coreIds: ['c0', 'c1', 'c2'],
      scheduler: 'windows',
    })
    .environment('control', 'partition', 'hv', { name: 'Control', coreIds: ['c0'], ...SCHEDULED })
    .environment('seeing', 'partition', 'hv', {
      name: 'Seeing',
      coreIds: ['c0', 'c1'],
      ...SCHEDULED,
    })
    .environment('logging', 'partition', 'hv', { name: 'Logging', coreIds: ['c1'] })
    .environment('sound', 'bare-metal', null, { name: 'Sound', coreIds: ['c3'], ...SCHEDULED })
    .place('drive', 'control', ['c0'])
    .place('vision', 'seeing', ['c0'])
    .place('audio', 'sound', ['c3'])
    .frame('major', 10 * MS, { name: 'Major frame', switchNs: 200 * US, tickNs: 100 * US })
    .window('w0', 'major', 'c0', 'control', 0, 2 * MS)
    .window('w1', 'major', 'c0', 'seeing', 2 * MS, 4 * MS)
    .window('w2', 'major', 'c0', 'control', 8 * MS, 2 * MS)
    .window('w3', 'major', 'c1', 'seeing', MS, 3 * MS)
    .window('w4', 'major', 'c1', 'logging', 4 * MS - overlapNs, 3 * MS)
    .plan();
}
