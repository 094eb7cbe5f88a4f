/** `npm run bench`: prints one JSON document, a list of measures, on stdout; progress goes to stderr. */
import { Bench } from './harness.ts';
import { MEASURES } from './measures.ts';

/** @param args names of measures, or parts of them; none: all */
export async function main(args: readonly string[]): Promise<number> {
  const bench = await Bench.start();
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (args.length > 0 && !args.some((a) => name.includes(a))) continue;
    process.stderr.write(`${name} ...\n`);
    await measure(bench);
  }
  process.stdout.write(`${JSON.stringify(bench.measures, null, 2)}\n`);
  return 0;
}
