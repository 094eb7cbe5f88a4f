/** Disk budget and estimates of a result. */
import { budgetFormula, partsOf } from '../budget-formula.ts';
import type { Facts } from '../facts.ts';
import type { MemorySum } from '../memory/memory-sum.ts';
import type { Budget, Estimate, FigureUse, Subject } from '../result.ts';
import { ofImage, subject } from '../subjects.ts';
import { statedFigure } from '../technology-figure.ts';
import type { ImageDisk } from './disk-facts.ts';
import { heldFigure } from './held-applications.ts';

const FORMULAS: Readonly<Record<ImageDisk['image']['format'], string>> = {
  qcow2:
    'slots x copies x ((header + refcounts + L2 tables + clusters written) x 64 KiB + L1 table), written: content + growth + one update of what it stands on (low: without)',
  raw: 'slots x copies x blocks written (low, typical) or virtual size (high)',
  'container-layer':
    'slots x (content once + copies x growth); high: with files copied up whole, and both versions of the layers beneath during an update',
  volume: 'slots x copies x blocks written',
};
const TOTAL_FORMULA =
  'sum of all images + for environments without one: fixed part or part per instance of the technology, disk of their applications';
const RAW_FORMULA =
  'slots x copies x (content of the image and of all it stands on + growth) for every image that is written to; high: virtual size';

function estimate(
  kind: 'disk' | 'disk-raw',
  of: Subject,
  sum: MemorySum,
  formula: string,
  more: readonly FigureUse[] = [],
): Estimate {
  return {
    kind,
    subject: of,
    ...sum.range,
    unit: 'bytes',
    atLeast: sum.atLeast,
    isIndication: false,
    formula,
    figures: [...sum.figures, ...more],
    applicability: null,
  };
}

/** Not part of the sum: how far the overlay is from being as large as what it stands on. */
function maskingFigures({ image, masking }: ImageDisk): readonly FigureUse[] {
  if (masking === null) return [];
  const { baseBytes, updates } = masking;
  const base = statedFigure(
    `content of what image "${image.name}" stands on`,
    baseBytes,
    'bytes',
    'estimate',
  );
  const until = statedFigure(
    `updates until image "${image.name}" is as large as what it stands on`,
    updates,
    'count',
    'estimate',
  );
  return image.updateBytes === null && updates === null ? [base] : [base, until];
}

/**
 * What every image takes, all of them, and all instances as raw images.
 *
 * @param facts the layout
 * @returns the layout first (`disk`, then `disk-raw` where there are images), then images in the user's order
 */
export function diskEstimates(facts: Facts): readonly Estimate[] {
  const { images, total, raw } = facts.disk;
  const ofLayout = total.empty ? [] : [estimate('disk', facts.layout, total, TOTAL_FORMULA)];
  return [
    ...ofLayout,
    ...(raw ? [estimate('disk-raw', facts.layout, raw, RAW_FORMULA)] : []),
    ...images.flatMap((each) => {
      const { image, size, raw: own, held } = each;
      const of = ofImage(image);
      return [
        estimate('disk', of, size, FORMULAS[image.format], [
          ...maskingFigures(each),
          ...(held ? [heldFigure(held)] : []),
        ]),
        ...(own ? [estimate('disk-raw', of, own, RAW_FORMULA)] : []),
      ];
    }),
  ];
}

/**
 * @param facts the layout
 * @returns the storage of the layout, where it has images or says how much there is; the subject is the layout
 */
export function diskBudgets(facts: Facts): readonly Budget[] {
  const { total, capacity, images } = facts.disk;
  if (capacity === null && images.length === 0) return [];
  const numbers = { demand: total.range, atLeast: total.atLeast, capacity, unit: 'bytes' };
  return [
    {
      kind: 'disk',
      subject: subject('layout', facts.tree.layout),
      ...numbers,
      formula: budgetFormula(TOTAL_FORMULA, numbers, partsOf(total.figures, 'bytes')),
      verdict: total.verdict(capacity),
      coreIds: [],
      figures: total.figures,
    },
  ];
}
