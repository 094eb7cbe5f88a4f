/** The layout in sentences: the text alternative of the picture. */
import type { Environment } from '../../model/layout.ts';
import { infoOf } from '../../model/plan.ts';
import { KIND_WORDS } from '../kind-words.ts';
import { verdictWords } from '../verdict-words.ts';
import { isPlatform } from './lane-demand.ts';
import type { LinkLayer } from './links/link-layer.ts';
import type { ViewContext } from './view-context.ts';

/** More environments than this are counted, not named. */
const MOST_NAMED = 24;

function environmentSentence(environment: Environment, context: ViewContext): string {
  const names = (context.tree.placementsIn.get(environment.id) ?? []).map(
    ({ applicationId }) => context.plan.applications.get(applicationId)?.name ?? applicationId,
  );
  const cores = context.tree.coresOf.get(environment.id)?.length ?? 0;
  const content = names.length === 0 ? 'no application' : names.join(', ');
  const code = context.marks.codeOf.get(environment.id) ?? '';
  const on = cores === 0 ? '' : ` on ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  const chip = context.dependence.of(environment.id);
  const owes = chip ? ` ${code} ${chip.texts[0] ?? ''}.` : '';
  const replaced = context.replaced.ofEnvironment(environment)
    ? ' Has figures set by the user.'
    : '';
  return `${code} ${environment.name} (${KIND_WORDS[environment.kind]}${on}): ${content}.${owes}${replaced}`;
}

/**
 * @param context the view
 * @param layer its links
 * @returns what stands where, and how much is linked
 */
export function describeLayout(context: ViewContext, layer: LinkLayer): string {
  const { tree, floor, plan } = context;
  const boxes = tree.environments.filter((environment) => !isPlatform(environment));
  const named = boxes.slice(0, MOST_NAMED).map((each) => environmentSentence(each, context));
  const unplaced = [...plan.applications.keys()].filter((id) => !tree.placementsOf.has(id)).length;
  const { drawn, hidden } = layer.links;
  return [
    `Layout ${tree.layout.name} of ${infoOf(plan).name} on ${floor.target.name}, ${floor.target.cores.length} cores.`,
    ...named,
    boxes.length > MOST_NAMED ? `And ${boxes.length - MOST_NAMED} more environments.` : '',
    unplaced > 0 ? `${unplaced} applications without a place.` : '',
    `${drawn.length} links drawn${hidden.length > 0 ? `, ${hidden.length} not, because an end has no place` : ''}.`,
    `Verdicts: ${verdictWords(context.findings, context.result).join(', ')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
