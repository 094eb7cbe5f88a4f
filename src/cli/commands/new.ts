/** `partita new`: a plan for a target, or a copy of a sample, in a file of its own. */
import { existsSync } from 'node:fs';
import type { Output } from '../../host/contract.ts';
import { DiffDraft } from '../../model/diff.ts';
import { fromSnapshot } from '../../model/diff-schema.ts';
import { infoOf } from '../../model/plan.ts';
import { MAX_NAME_LENGTH } from '../../model/fields.ts';
import { ok, type Problem, type Result } from '../../model/problem.ts';
import { cliProblem } from '../cli-problems.ts';
import { examples, type AddCommand, type Outcome, type Run } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import type { Session } from '../session.ts';

interface NewOptions {
  readonly target?: string;
  readonly sample?: string;
  readonly name?: string;
}

export const addNew: AddCommand = (program, runner) => {
  program
    .command('new')
    .description('make a new plan; an existing file is never replaced')
    .argument('<file>', 'the plan to make, for example cockpit.partita')
    .option('--target <id>', 'hardware it is for; "partita targets" lists it')
    .option('--sample <id>', 'begin with a sample; "partita samples" lists them')
    .option('--name <name>', `name of the plan, at most ${MAX_NAME_LENGTH} characters`)
    .addHelpText(
      'after',
      examples(
        'new cockpit.partita --target nxp-imx8qm --name "Cockpit 2027"',
        'new try.partita --sample gateway-cluster',
      ),
    )
    .action(runner.action(makeNew));
};

async function makeNew(run: Run, file: string, options: NewOptions): Promise<Outcome> {
  const { target, sample, name } = options;
  if ((target === undefined) === (sample === undefined)) {
    return [cliProblem('cli-target-or-sample')];
  }
  const path = run.path(file);
  if (existsSync(path)) return [cliProblem('cli-file-exists', { place: { file } })];
  const session = run.session();
  const created =
    target === undefined
      ? await session.call('plan.openSample', { sampleId: sample ?? '' })
      : await session.call('plan.create', {
          name: name ?? null,
          from: { kind: 'target', targetId: target },
        });
  if (!created.ok) return explain(created.problems, session, options);
  const opened = created.value;
  const renamed = sample === undefined ? ok(null) : await rename(session, opened, name);
  if (!renamed.ok) return renamed.problems;
  const saved = await session.call('plan.save', { planId: opened.planId, path });
  if (!saved.ok) return saved.problems;
  const plan = fromSnapshot(opened.snapshot);
  run.io.stdout(`Made ${saved.value.path}: "${name ?? infoOf(plan).name}"\n`);
  return EXIT_OK;
}

/** Gives a copy of a sample the name that the user wants. */
async function rename(
  session: Session,
  opened: Output<'plan.open'>,
  name: string | undefined,
): Promise<Result<unknown>> {
  if (name === undefined) return ok(null);
  const plan = fromSnapshot(opened.snapshot);
  const draft = new DiffDraft(plan);
  draft.put('info', { ...infoOf(plan), name });
  return session.call('plan.apply', {
    planId: opened.planId,
    baseRevision: opened.revision,
    step: 'Rename plan',
    diff: draft.diff(),
  });
}

/** The host says only that an id is unknown; here the user learns where the known ones are. */
async function explain(
  problems: readonly Problem[],
  session: Session,
  { target, sample }: NewOptions,
): Promise<readonly Problem[]> {
  const code = problems[0]?.code;
  if (code === 'sample-unknown') {
    return [cliProblem('cli-no-sample', { found: sample ?? '' })];
  }
  if (code !== 'target-unknown') return problems;
  const wanted = (target ?? '').toLowerCase();
  const reply = await session.call('targets.list', {});
  const near = reply.ok
    ? reply.value.targets.filter(({ id, name }) =>
        `${id} ${name}`.toLowerCase().includes(wanted.slice(0, 6)),
      )
    : [];
  const list = near.slice(0, 5).map(({ id }) => id);
  return [
    cliProblem('cli-no-target', {
      found: target ?? '',
      words: { near: list.length === 0 ? '' : ` Did you mean ${list.join(' or ')}?` },
    }),
  ];
}
