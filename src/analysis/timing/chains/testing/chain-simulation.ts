/**
 * Data on its way through a chain, tick by tick, on any number of cores: a second opinion that shares no code with the theories.
 * What it sees is a lower bound of every true bound.
 */

/** One job as it is to happen. Whole numbers; jobs of a task in the order of their releases. */
export interface PlannedJob {
  readonly release: number;
  readonly ready: number;
  readonly execution: number;
}

/** A task of the system, in the chain or beside it. */
export interface SimulatedTask {
  readonly core: number;
  /** Larger is more urgent. */
  readonly priority: number;
  /** Whether its partition has the core in a tick; the whole time when absent. */
  readonly served?: (tick: number) => boolean;
  readonly communication: 'implicit' | 'let';
  readonly period: number;
  readonly orderInversions: number;
  /** Of a message-driven task only the executions count, one after the other. */
  readonly jobs: readonly PlannedJob[];
  readonly messageDriven: boolean;
  /** Tasks, by place, that each end of a job activates beside the chain, and how much later. */
  readonly activates?: readonly { readonly place: number; readonly notify: () => number }[];
}

export interface SimulatedChain {
  /** Places among the tasks, in the order of the data. */
  readonly places: readonly number[];
  /** Delay from a write until the next task can read or is activated; of hop i, drawn for each write. */
  readonly notify: (hop: number) => number;
  readonly stimulus: 'sampled' | 'arrival';
  /** For each hop whether its messages activate the next task; absent: where that one is message-driven. */
  readonly queues?: readonly boolean[];
}

/** Longest latencies seen; null: none. */
export interface SeenLatency {
  readonly reaction: number | null;
  readonly age: number | null;
  /** Until the next output replaces it; at most the reaction when that is sampled. */
  readonly ageUntilReplaced: number | null;
  /** Longest response of each task, from release or message; 0: none ended. */
  readonly responses: readonly number[];
}

/** What the first task read: which of its jobs, and when. */
interface Input {
  readonly job: number;
  readonly read: number;
  readonly release: number;
}

interface Running {
  readonly job: PlannedJob;
  readonly number: number;
  left: number;
  started: boolean;
}

/** A register or queue between two tasks of the chain, or the output. */
interface Place {
  /** Writes on their way, and those that arrived, in order. */
  readonly writes: { readonly visible: number; readonly value: Input | null }[];
}

/** A task while it runs; `position`: in the chain, -1 beside it. */
class TaskState {
  readonly task: SimulatedTask;
  readonly position: number;
  readonly queue: Running[] = [];
  readonly read: (Input | null)[] = [];
  next = 0;
  /** Messages that activated it, in order. */
  activations = 0;
  latest = 0;
  longest = 0;

  constructor(task: SimulatedTask, position: number) {
    this.task = task;
    this.position = position;
  }
}

class Simulation {
  readonly states: readonly TaskState[];
  readonly chain: SimulatedChain;
  readonly hops: readonly Place[];
  readonly outputs: { readonly time: number; readonly value: Input | null }[] = [];
  readonly inputs: Input[] = [];
  /** LET writes that wait for the end of their period. */
  readonly due: { readonly time: number; readonly state: TaskState; readonly job: number }[] = [];

  constructor(tasks: readonly SimulatedTask[], chain: SimulatedChain) {
    this.states = tasks.map((task, at) => new TaskState(task, chain.places.indexOf(at)));
    this.chain = chain;
    this.hops = chain.places.slice(1).map(() => ({ writes: [] }));
  }

  /** A job reads what its place in the chain gives it. */
  readInput(state: TaskState, job: PlannedJob, number: number, time: number): void {
    if (state.position < 0) return;
    if (state.position === 0) {
      const input = { job: number, read: time, release: job.release };
      this.inputs[number] = input;
      state.read[number] = input;
      return;
    }
    const { writes } = this.hops[state.position - 1] as Place;
    const isQueue = this.chain.queues?.[state.position - 1] ?? state.task.messageDriven;
    if (isQueue) state.read[number] = writes[number]?.value ?? null;
    else state.read[number] = writes.findLast(({ visible }) => visible <= time)?.value ?? null;
  }

  /** A message activates a task once; messages stay in order. */
  activate(state: TaskState, asked: number): number {
    const visible = Math.max(state.latest, asked);
    const number = state.activations++;
    state.latest = visible;
    const planned = state.task.jobs[number];
    if (planned) {
      const job = { ...planned, release: visible, ready: visible };
      state.queue.push({ job, number, left: job.execution, started: false });
    }
    return visible;
  }

  /** A job writes: what it read, or what an earlier job read where runnables stand in the other order. */
  write(state: TaskState, number: number, time: number): void {
    for (const { place, notify } of state.task.activates ?? []) {
      this.activate(this.states[place] as TaskState, time + notify());
    }
    if (state.position < 0) return;
    const value = state.read[number - state.task.orderInversions] ?? null;
    const hop = this.hops[state.position];
    if (!hop) {
      this.outputs.push({ time, value });
      return;
    }
    const consumer = this.states[this.chain.places[state.position + 1] as number] as TaskState;
    const asked = time + this.chain.notify(state.position);
    const isQueue = this.chain.queues?.[state.position] ?? consumer.task.messageDriven;
    const visible = isQueue
      ? this.activate(consumer, asked)
      : Math.max(hop.writes.at(-1)?.visible ?? 0, asked);
    hop.writes.push({ visible, value });
  }

  /** Everything that happens at an instant, before the cores go on: LET writes, then LET reads, then activations. */
  atInstant(time: number): void {
    for (const { state, job } of this.due.filter((write) => write.time === time)) {
      this.write(state, job, time);
    }
    for (const state of this.states) {
      if (state.task.messageDriven) continue;
      for (let job = state.task.jobs[state.next]; job && job.release <= time;) {
        if (state.task.communication === 'let') {
          this.readInput(state, job, state.next, time);
          this.due.push({ time: job.release + state.task.period, state, job: state.next });
        }
        state.queue.push({ job, number: state.next, left: job.execution, started: false });
        state.next += 1;
        job = state.task.jobs[state.next];
      }
    }
  }

  /** One tick of one core: the most urgent task that is ready and served. */
  tick(core: number, time: number): void {
    let chosen: TaskState | null = null;
    for (const state of this.states) {
      const [head] = state.queue;
      if (state.task.core !== core || !head || head.job.ready > time) continue;
      if (state.task.served && !state.task.served(time)) continue;
      if (!chosen || state.task.priority > chosen.task.priority) chosen = state;
    }
    const head = chosen?.queue[0];
    if (!chosen || !head) return;
    const implicit = chosen.task.communication === 'implicit';
    if (!head.started && implicit) this.readInput(chosen, head.job, head.number, time);
    head.started = true;
    head.left -= 1;
    if (head.left > 0) return;
    chosen.queue.shift();
    chosen.longest = Math.max(chosen.longest, time + 1 - head.job.release);
    if (implicit) this.ended.push({ state: chosen, number: head.number });
  }

  /** Jobs that ended in the tick; they write at its end, so that no other core reads too early. */
  readonly ended: { readonly state: TaskState; readonly number: number }[] = [];
}

/** Longest way from each read of the first task, once all tasks run, to the first output that knows of a later one. */
function longestReaction({ inputs, outputs, chain, states }: Simulation): number | null {
  const begun = Math.max(
    ...states.map(({ task }) => (task.messageDriven ? 0 : (task.jobs[0]?.ready ?? Infinity))),
  );
  let longest: number | null = null;
  for (const [job, input] of inputs.entries()) {
    const before = inputs[job - 1];
    const from = chain.stimulus === 'arrival' ? input.release : before?.read;
    const output = outputs.find(({ value }) => value !== null && value.job >= job);
    if (from === undefined || from < begun || !output) continue;
    longest = Math.max(longest ?? 0, output.time - from);
  }
  return longest;
}

/**
 * @param tasks all tasks of all cores
 * @param chain the way of the data
 * @param ticks how long
 * @returns the longest latencies seen
 * @cost ticks times tasks, and the square of the outputs
 */
export function simulateChain(
  tasks: readonly SimulatedTask[],
  chain: SimulatedChain,
  ticks: number,
): SeenLatency {
  const simulation = new Simulation(tasks, chain);
  const cores = [...new Set(tasks.map(({ core }) => core))];
  for (let time = 0; time < ticks; time += 1) {
    simulation.atInstant(time);
    for (const core of cores) simulation.tick(core, time);
    for (const { state, number } of simulation.ended.splice(0)) {
      simulation.write(state, number, time + 1);
    }
  }
  let age: number | null = null;
  let ageUntilReplaced: number | null = null;
  for (const [at, { time, value }] of simulation.outputs.entries()) {
    if (value === null) continue;
    age = Math.max(age ?? 0, time - value.read);
    const next = simulation.outputs[at + 1];
    if (next) ageUntilReplaced = Math.max(ageUntilReplaced ?? 0, next.time - value.read);
  }
  const responses = simulation.states.map(({ longest }) => longest);
  return { reaction: longestReaction(simulation), age, ageUntilReplaced, responses };
}
