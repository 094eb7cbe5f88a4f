/** Schema of what `analyze` gives; the published JSON Schema is generated from it. */
import { z } from 'zod';
import type {
  Budget,
  ChainBound,
  ChainResult,
  ChainTransfer,
  CoreResult,
  Dependency,
  Estimate,
  EstimateRef,
  Evidence,
  ExactRatio,
  FigureApplicability,
  FigureUse,
  Finding,
  InterferenceBound,
  LatencyPart,
  LayoutResult,
  FloatingDemand,
  ScheduleResult,
  Subject,
  TaskActivation,
  TaskEvent,
  TaskInterference,
  TaskResult,
  TransferTime,
} from './result.ts';

const text = z.string();
const number = z.number().nullable();
const whole = z.int().nonnegative();
const id = z.string().describe('Identity of a record of the plan or of its target');

/** What a result is about. */
export const subjectSchema = z.strictObject({
  kind: z
    .enum([
      'target',
      'cluster',
      'core',
      'core-set',
      'cache',
      'memory',
      'device',
      'application',
      'task',
      'link',
      'chain',
      'layout',
      'environment',
      'placement',
      'region',
      'grant',
      'channel',
      'image',
    ])
    .describe('What kind of thing it is'),
  id,
  name: text.describe('At the time of the analysis'),
}) satisfies z.ZodType<Subject>;

/** Members of every object with a range. */
export const rangeFields = {
  low: number.describe('null: unknown'),
  typical: number.describe('null: unknown'),
  high: number.describe('null: unknown'),
};
const rangeSchema = z.strictObject(rangeFields);

const appliesSchema = z.strictObject({
  standing: z
    .enum(['here', 'indication', 'not-comparable'])
    .describe(
      'here: same core type, set by the user, or by definition; indication: another core type of the same instruction set, or unnamed; not-comparable: another instruction set, so that the value is null',
    ),
  text: text.describe('The same in words'),
}) satisfies z.ZodType<FigureApplicability>;

const estimateRefSchema = z.strictObject({
  kind: text.describe('Of the other estimate'),
  subject: subjectSchema.describe('What that estimate is about'),
  atLeast: z
    .boolean()
    .describe('True when a part of it is missing, so that the figure is a lower bound'),
}) satisfies z.ZodType<EstimateRef>;

const figureUseSchema = z.strictObject({
  name: text.describe('What the figure is'),
  value: z
    .union([z.number(), z.string(), z.boolean()])
    .nullable()
    .describe('As used here; null: unknown'),
  low: number.describe('null: no range'),
  high: number.describe('null: no range'),
  unit: text.describe('Of value, low and high; empty: none'),
  source: text.nullable().describe('Title of a source, "user", or "estimate"'),
  conditions: text.nullable().describe('Under which it was measured; null: not stated'),
  confidence: text.nullable().describe('In the source; null: not stated'),
  override: text
    .nullable()
    .describe('Reason of the user who replaced the figure, or one that goes into this estimate'),
  applies: appliesSchema
    .nullable()
    .describe('How far the target is from what it was measured on; null: unknown or not measured'),
  estimate: estimateRefSchema
    .nullable()
    .describe('Where it is itself an estimate of this result; null: it is not'),
  standsFor: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('How many unknown figures it stands for, where a list was cut; absent: itself'),
}) satisfies z.ZodType<FigureUse>;

const atLeast = z
  .boolean()
  .describe('True when a part is unknown, so that the sum is a lower bound');

const budgetSchema = z.strictObject({
  kind: z
    .enum([
      'cpu',
      'memory',
      'disk',
      'device-functions',
      'startup',
      'ipc-latency',
      'interrupt-latency',
      'instances',
    ])
    .describe('Of what'),
  subject: subjectSchema.describe('Whose capacity it is'),
  demand: rangeSchema.describe('What is asked of it'),
  atLeast,
  capacity: number.describe('null: unknown'),
  unit: text.describe('core (1 is one core fully used), bytes, ns or count'),
  verdict: z.enum(['within', 'over', 'unknown']).describe('Demand against capacity'),
  coreIds: z.array(id).describe('For cpu: the cores whose capacity is meant'),
  formula: text.describe('How the number comes about: what is added up, and the sum'),
  figures: z.array(figureUseSchema).describe('What the numbers rest on'),
}) satisfies z.ZodType<Budget>;

const estimateSchema = z.strictObject({
  kind: text.describe('What is estimated'),
  subject: subjectSchema.describe('What it is about'),
  ...rangeFields,
  unit: text.describe('Of low, typical and high'),
  atLeast,
  isIndication: z
    .boolean()
    .describe(
      'True when a figure was measured on another core type: typical is no bound, low is what holds here without it',
    ),
  formula: text.describe('How the number comes about'),
  figures: z.array(figureUseSchema).describe('What it rests on'),
  applicability: text
    .nullable()
    .describe('How far the target is from what the figures were measured on; null: not measured'),
}) satisfies z.ZodType<Estimate>;

const timingVerdict = z
  .enum(['proven-ok', 'proven-miss', 'unknown', 'not-assessed'])
  .describe(
    'proven-ok: in time in every schedule that the plan allows, if the assumptions hold; proven-miss: late in one of them; unknown: neither is proven; not-assessed: something to judge is missing; the reason says what',
  );

const taskEventSchema = z.strictObject({
  by: subjectSchema.describe('Task whose every end sends one message'),
  link: subjectSchema.describe('Event that carries it'),
  periodNs: z.number().describe('Period of the task that starts the run of messages'),
  copies: z
    .number()
    .exactOptional()
    .describe('Messages in each period, of so many instances of senders; absent: one'),
  jitterNs: number.describe(
    'Latest activation after the earliest possible one; null: did not converge',
  ),
  separationNs: z.number().describe('Least distance of two messages of the sender'),
  delayNs: z
    .number()
    .describe('From the release of the task that starts the run to the earliest activation'),
}) satisfies z.ZodType<TaskEvent>;

const taskActivationSchema = taskEventSchema.extend({
  also: z
    .array(taskEventSchema)
    .exactOptional()
    .describe('Where several runs of messages activate it, each on its own: the others'),
}) satisfies z.ZodType<TaskActivation>;

const interferenceMethod = z
  .enum(['stated-factor', 'round-robin', 'regulation', 'memory-aware'])
  .describe('How what other cores do through memory is bounded');

const interferenceBoundSchema = z.strictObject({
  method: interferenceMethod,
  inflatedWcetNs: number.describe(
    'Longest execution of one job alone on its core while others are busy; null: unknown, or not what the method bounds',
  ),
  responseTimeNs: number.describe('With that inflation; null: unknown'),
  reason: text.nullable().describe('Why there is no response time'),
}) satisfies z.ZodType<InterferenceBound>;

const taskInterferenceSchema = z.strictObject({
  method: interferenceMethod.nullable().describe('Of the bound that is used; null: none applies'),
  inflatedWcetNs: number.describe('WCET by the bound that is used; null: none applies'),
  reason: text.nullable().describe('Why none applies'),
  bounds: z.array(interferenceBoundSchema).describe('Every method that was tried'),
}) satisfies z.ZodType<TaskInterference>;

const taskResultSchema = z.strictObject({
  task: subjectSchema.describe('One row for each task at each place'),
  application: subjectSchema.describe('Whose task it is'),
  placementId: id.nullable().describe('null: the application has no place'),
  coreId: id.nullable().describe('null: it floats, or has no place'),
  utilisation: rangeSchema.describe('Share of one core, by BCET, average and WCET'),
  verdict: timingVerdict,
  bound: z
    .enum(['exact', 'sufficient'])
    .nullable()
    .describe(
      'exact: some release pattern reaches the response time, and nothing unstated is taken for granted; sufficient: no response is longer, and the longest may be shorter; null: no bound is known',
    ),
  method: text.nullable().describe('Theory that gave the bound'),
  reason: text.nullable().describe('Why the verdict is not proven-ok'),
  assumptions: z.array(text).describe('What the answer holds for, beyond what the plan states'),
  unstated: z
    .array(text)
    .describe(
      'Of the assumptions, those made because the plan does not state something: the verdict holds if they do',
    ),
  wcetNs: number.describe('Longest execution on its core, alone; null: unknown'),
  deadlineNs: z
    .number()
    .describe('From the nominal release; of a task that messages activate, from the message'),
  activation: taskActivationSchema
    .nullable()
    .describe('How messages activate it; null: released as it states'),
  responseTimeNs: number.describe(
    'Bound, counted as the deadline: from the nominal release, jitter included, or from the message',
  ),
  isolatedResponseTimeNs: number.describe(
    'Without interference of other cores, where that is bounded',
  ),
  interference: taskInterferenceSchema.nullable().describe('null: nothing was analysed'),
  slackNs: number.describe('Deadline less response time'),
}) satisfies z.ZodType<TaskResult>;

const exactRatioSchema = z.strictObject({
  numerator: text.regex(/^\d+$/).describe('Whole number'),
  denominator: text.regex(/^\d+$/).describe('Whole number above 0'),
}) satisfies z.ZodType<ExactRatio>;

const coreResultSchema = z.strictObject({
  core: subjectSchema.describe('Core of the target'),
  utilisation: exactRatioSchema
    .nullable()
    .describe(
      'Worst case of what is bound to the core, as often as events activate it, with the stated growth of WCETs; null: too many unlike terms',
    ),
  atLeast,
}) satisfies z.ZodType<CoreResult>;

const scheduleResultSchema = z.strictObject({
  environment: subjectSchema.describe('Whose scheduler it is'),
  core: subjectSchema.describe('Where it schedules'),
  policy: z
    .enum(['fixed-priority', 'fixed-priority-non-preemptive', 'edf'])
    .nullable()
    .describe('null: unknown, reason says why'),
  demand: exactRatioSchema
    .nullable()
    .describe(
      'Worst-case utilisation of tasks that have this core alone, as often as events activate them, with the stated growth of WCETs; null: a WCET or a rate is unknown',
    ),
  floating: z
    .array(
      z.strictObject({
        cores: whole.describe('How many cores it floats over'),
        loads: whole.describe('Tasks, and applications of which only a load is stated'),
        demand: exactRatioSchema
          .nullable()
          .describe('Worst-case utilisation of all of them, in cores; null: unknown'),
      }) satisfies z.ZodType<FloatingDemand>,
    )
    .describe('What floats over this core and others: against all of these cores together'),
  supply: exactRatioSchema.nullable().describe('Long-run rate that is certain; null: none is'),
  supplyWords: text.nullable().describe('The same in words; null: unknown'),
  reason: text.nullable().describe('Why policy or supply is unknown'),
  taskIds: z.array(id).describe('Tasks that it schedules on this core'),
}) satisfies z.ZodType<ScheduleResult>;

const chainBoundSchema = z.strictObject({
  theory: text.describe('Name of the theory'),
  latency: z.enum(['reaction', 'age']).describe('Which latency it bounds'),
  source: text.describe('Where the theory was published'),
  valueNs: number.describe('null: the theory does not apply, or lacks something'),
  parts: z
    .array(
      z.strictObject({
        kind: z
          .enum(['sampling', 'response', 'interval', 'order', 'copy', 'notification'])
          .describe(
            'sampling: until the next job reads; response: a response time; interval: a period in place of one; order: the reader of one core ran first; copy and notification: of the channel',
          ),
        taskId: id,
        timeNs: z.number().describe('Its share of the value'),
      }) satisfies z.ZodType<LatencyPart>,
    )
    .describe(
      'Where the time goes: adds up to the value. Without a value, what is known of it: stretches of the chain, bounded each by itself',
    ),
  assumptions: z.array(text).describe('What the value holds for'),
  obstacles: z.array(text).describe('Why there is no value'),
}) satisfies z.ZodType<ChainBound>;

const transferTimeSchema = z
  .strictObject({
    ...rangeFields,
    standing: z
      .enum(['counted', 'indication', 'unknown'])
      .describe('counted: in the bounds; indication: observed, and in no bound'),
    basis: text.describe('Where the time comes from, or why there is none'),
  })
  .describe('Nanoseconds') satisfies z.ZodType<TransferTime>;

const chainTransferSchema = z.strictObject({
  fromTaskId: id,
  toTaskId: id,
  link: subjectSchema.nullable().describe('null: inside one application'),
  transport: z
    .enum(['register', 'queue'])
    .describe(
      'register: sampled by the next job of the receiver; queue: each message activates it',
    ),
  copy: transferTimeSchema,
  notification: transferTimeSchema,
}) satisfies z.ZodType<ChainTransfer>;

const chainResultSchema = z.strictObject({
  chain: subjectSchema.describe('Cause-effect chain of the plan'),
  latency: z.enum(['reaction', 'age']).describe('Which one the stated bound limits'),
  taskIds: z.array(id).describe('Its path, first to last'),
  verdict: timingVerdict,
  unstated: z
    .array(text)
    .describe(
      'What its tasks rest on because the plan does not state something: the verdict holds if they do',
    ),
  reason: text.nullable().describe('Why the verdict is not proven-ok'),
  boundNs: number.describe('What is allowed; null: not stated'),
  latencyNs: number.describe('Tightest bound that holds; null: none does'),
  theory: text.nullable().describe('Whose bound that is'),
  slackNs: number.describe('What is allowed less the bound'),
  nominalNs: number.describe(
    'Nominal, reached by a schedule with every job at its WCET: the worst case is no less, and may be more; null: unknown',
  ),
  heldAgeNs: number.describe(
    'Tightest bound of the age of data until the next output replaces it; the data age ends at the output. null: none holds',
  ),
  heldAgeTheory: text.nullable().describe('Whose bound that is'),
  bounds: z
    .array(chainBoundSchema)
    .describe('Every theory, of both latencies, also where none says anything'),
  transfers: z
    .array(chainTransferSchema)
    .describe('How its tasks hand data on: what that takes for certain, or as observed'),
}) satisfies z.ZodType<ChainResult>;

const evidenceSchema = z.strictObject({
  name: text.describe('What the value is'),
  value: text.describe('With unit'),
  source: text.nullable().describe('Title of a source, "user", or "estimate"; null: none'),
  override: text
    .nullable()
    .describe('Reason of the user, where it is a figure that the user replaced for this plan'),
}) satisfies z.ZodType<Evidence>;

const findingSchema = z.strictObject({
  rule: text.describe('Id of a rule, for example CPU-1'),
  verdict: z
    .enum(['pass', 'warning', 'error', 'not-assessed', 'manual', 'not-applicable'])
    .describe(
      'manual: a person has to look; not-applicable: the layout has nothing that it is about; neither is a pass',
    ),
  subjects: z.array(subjectSchema).min(1).describe('The culprit first'),
  message: text.describe('What was found, in one sentence'),
  evidence: z.array(evidenceSchema).describe('What it rests on'),
  limit: text.nullable().describe('What is allowed, with unit; null: the rule has none'),
  actual: text.nullable().describe('What was found against the limit, with unit; null: no number'),
  remainder: text.nullable().describe('What is left, or missing when negative'),
  remedy: text.nullable().describe('What helps; null: nothing is to be done'),
  field: z
    .strictObject({
      subject: subjectSchema.describe('What has the field'),
      name: text.describe('As in the interchange format, for example contextSwitchNs'),
    })
    .exactOptional()
    .describe('Where the remedy is one field: which'),
  overrun: z
    .strictObject({
      of: z.array(subjectSchema).describe('A core, several cores, an environment, a memory'),
      by: z.number().describe('In cores or bytes'),
    })
    .exactOptional()
    .describe('Where a budget is exceeded: whose, by how much'),
}) satisfies z.ZodType<Finding>;

const dependencySchema = z.strictObject({
  client: subjectSchema.describe('Who needs'),
  server: subjectSchema.describe('Who is needed'),
  kind: z
    .enum(['device', 'control', 'start'])
    .describe('device: lost when the server stops; control: managed by it; start: ready first'),
  through: subjectSchema.describe('Device, hypervisor, or what must be ready'),
  why: text.describe('In one sentence'),
}) satisfies z.ZodType<Dependency>;

const named = z.strictObject({ id, name: text.describe('At the time of the analysis') });

/** Decodes a result that comes back from a file, a worker or the database. */
export const layoutResultSchema = z.strictObject({
  plan: named.describe('Plan that was analysed'),
  layout: named.describe('Layout of it that was analysed'),
  versions: z
    .strictObject({
      engine: text.describe('Version of the analysis'),
      catalogue: text.describe('Version of the figures'),
    })
    .describe('What gave the numbers'),
  placed: z
    .strictObject({
      applications: whole.describe('Applications with a place'),
      of: whole.describe('Applications of the plan'),
    })
    .describe('Applications with at least one place in the layout'),
  budgets: z.array(budgetSchema).describe('Demand against capacity'),
  estimates: z.array(estimateSchema).describe('Computed quantities with what they rest on'),
  tasks: z
    .array(taskResultSchema)
    .describe('Every task at every place: its verdict, and by what right'),
  cores: z.array(coreResultSchema).describe('Utilisation of every core, as an exact ratio'),
  schedules: z
    .array(scheduleResultSchema)
    .describe('What each environment schedules on each core: demand against supply'),
  chains: z.array(chainResultSchema).describe('Every chain: all bounds of its latency'),
  dependencies: z.array(dependencySchema).describe('Who needs whom, besides what it stands in'),
  findings: z.array(findingSchema).describe('What the rules say'),
}) satisfies z.ZodType<LayoutResult>;
