/** Writes resources/samples/ from the descriptions beside this file: `node scripts/samples/build.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sampleText } from './author.ts';
import { engineControl, hasEngineControlData } from './engine-control.ts';
import { gatewayCluster } from './gateway-cluster.ts';
import { visionEdge } from './vision-edge.ts';

const FOLDER = fileURLToPath(new URL('../../resources/samples/', import.meta.url));

/**
 * @returns file name -> text of every sample that can be made here; engine-control needs the tables it comes from
 */
export function sampleFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['gateway-cluster.json', sampleText(gatewayCluster())],
    ['vision-edge.json', sampleText(visionEdge())],
    ...(hasEngineControlData()
      ? ([['engine-control.json', sampleText(engineControl())]] as const)
      : []),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of sampleFiles()) writeFileSync(`${FOLDER}${name}`, text);
}
