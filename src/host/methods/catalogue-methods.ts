/** Methods about the program itself and what ships with it. */
import { ENGINE_VERSION } from '../../analysis/analyze.ts';
import { infoOf, targetOf } from '../../model/plan.ts';
import { ok } from '../../model/problem.ts';
import type { Handlers } from '../dispatch.ts';
import type { HostParts } from '../host-parts.ts';

type CatalogueMethod = 'app.info' | 'catalogue.get' | 'targets.list' | 'samples.list';

export function catalogueMethods(parts: HostParts): Pick<Handlers, CatalogueMethod> {
  const { catalogue, installation, kind, dialogs } = parts;
  return {
    'app.info': () =>
      ok({
        version: installation.version,
        engine: ENGINE_VERSION,
        catalogue: catalogue.technologies().version,
        capabilities: { host: kind, nativeDialogs: dialogs !== null, pdf: parts.printer !== null },
        startPlanId: parts.startPlanId,
      }),
    'catalogue.get': () => ok({ texts: catalogue.catalogueTexts() }),
    'targets.list': () => ok({ targets: [...catalogue.targets()] }),
    'samples.list': () =>
      ok({
        samples: catalogue.samples().map(({ id, plan }) => ({
          id,
          name: infoOf(plan).name,
          summary: infoOf(plan).description ?? '',
          targetName: targetOf(plan).name,
        })),
      }),
  };
}
