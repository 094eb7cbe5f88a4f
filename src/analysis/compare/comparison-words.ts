/** What a comparison says, in words: one wording for terminal, report, drawing and window. */
import { amountWords, rangeWords, shortRangeWords } from '../range-words.ts';
import { counted } from '../wording.ts';
import type {
  ChangeKind,
  Comparison,
  Delta,
  Direction,
  Driver,
  DriverId,
  DriverValue,
  ParetoPlace,
  ParetoStatus,
  Sensitivity,
  UnstatedFigures,
} from './comparison.ts';

const STATE_WORDS = { unknown: 'unknown', 'not-assessed': 'not assessed' } as const;

/** Words of a set, with what is missing of it. */
function wordSet({ text, unknown }: DriverValue): string {
  const words = (text ?? []).join(', ');
  if (unknown === 0) return words;
  return `${words}${words === '' ? '' : '; '}${unknown} unknown`;
}

/** What can be said without a number; null: there is one. */
function stateWords(value: DriverValue): string | null {
  if (value.state !== 'assessed') return STATE_WORDS[value.state];
  return value.text ? wordSet(value) : null;
}

/**
 * @param driver of the table
 * @param value one of its values
 * @returns in short: `≥ 4.15 GiB`, `up to 4.2 GiB`, `indication: 930 ns`
 */
export function shortValueWords({ unit }: Driver, value: DriverValue): string {
  return stateWords(value) ?? shortRangeWords({ ...value, unit });
}

/**
 * @param driver of the table
 * @param value one of its values
 * @returns in full: `at least 4.142 GiB (typically 4.15 GiB, up to unknown)`
 */
export function valueWords({ unit }: Driver, value: DriverValue): string {
  return stateWords(value) ?? rangeWords({ ...value, unit });
}

/**
 * @param value one of a driver's values
 * @returns what the reader must know of its figures: `rests on a figure set by the user: measured here`; null: nothing
 */
export function overrideWords({ override }: Pick<DriverValue, 'override'>): string | null {
  return override === null ? null : `rests on a figure set by the user: ${override}`;
}

export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  better: 'better',
  worse: 'worse',
  equal: 'equal',
  unclear: 'unclear',
};

/**
 * @param driver of the table
 * @param delta of one of its values
 * @returns signed typical difference and which way it goes: `−1.2 GiB, better`; `typically −1.2 GiB, unclear` where an end
 *   is open, the direction alone where there is no typical one; null where there is nothing to say
 */
export function deltaWords(driver: Driver, delta: Delta | null): string | null {
  if (!delta) return null;
  if (delta.typical === null) {
    // Where a part has no value at all there is nothing to say.
    const isOpen = delta.low === null && delta.high === null;
    return delta.direction === 'unclear' && isOpen ? null : DIRECTION_WORDS[delta.direction];
  }
  if (delta.direction === 'equal') return DIRECTION_WORDS.equal;
  const sign = delta.typical > 0 ? '+' : '';
  const size = delta.typical === 0 ? '±0' : `${sign}${amountWords(delta.typical, driver.unit)}`;
  const isOpen = delta.low === null || delta.high === null;
  return `${isOpen ? 'typically ' : ''}${size}, ${DIRECTION_WORDS[delta.direction]}`;
}

export const STATUS_WORDS: Readonly<Record<ParetoStatus, string>> = {
  front: 'on the front',
  'possibly-dominated': 'possibly dominated',
  dominated: 'dominated',
  open: 'open: an upper end is unknown',
};

function nameOf({ layouts }: Comparison, id: string): string {
  return layouts.find((layout) => layout.id === id)?.name ?? id;
}

/**
 * @param comparison the comparison
 * @param id of a driver
 * @returns its title
 */
export function driverTitle({ drivers }: Pick<Comparison, 'drivers'>, id: DriverId): string {
  return drivers.find((driver) => driver.id === id)?.title ?? id;
}

/**
 * @param comparison the comparison
 * @param place where a layout stands
 * @returns for example `Containers: dominated by Static partitions`
 */
export function paretoWords(comparison: Comparison, place: ParetoPlace): string {
  const by = place.beatenBy.map((id) => nameOf(comparison, id)).join(', ');
  const status = STATUS_WORDS[place.status];
  return `${nameOf(comparison, place.layoutId)}: ${status}${by === '' ? '' : ` by ${by}`}`;
}

function flipWords({ method, flipsAt, value, low, high, unit }: Sensitivity): string {
  const at = amountWords(flipsAt, unit);
  if (value === null) return `unknown today; turned round beyond ${at}`;
  const range = low !== null && high !== null && low < high;
  const within = range ? `, range ${amountWords(low, unit)} to ${amountWords(high, unit)}` : '';
  const now = `today ${amountWords(value, unit)}${within}`;
  if (method === 're-analysis') return `${now}; turned round at ${at}`;
  return `${now}; turned round ${flipsAt > value ? 'above' : 'below'} ${at}`;
}

/**
 * @param comparison the comparison
 * @param entry a figure that decides
 * @returns a sentence without a full stop
 */
export function sensitivityWords(comparison: Comparison, entry: Sensitivity): string {
  const better = nameOf(comparison, entry.betterId);
  const worse = nameOf(comparison, entry.worseId);
  const driver = driverTitle(comparison, entry.driver);
  return `${driver}: "${better}" before "${worse}", by ${entry.figure} (${flipWords(entry)})`;
}

/**
 * @param comparison the comparison
 * @returns how the figures were looked for
 */
export function searchWords({ sensitivity: { tried, left } }: Comparison): string {
  const rest = left === 0 ? '' : `; ${counted(left, 'figure')} left out, to bound the work`;
  return `Sums are solved exactly; ${counted(tried, 'figure')} of the catalogue tried by a new analysis${rest}.`;
}

/** Figures that are named before the rest is counted. */
const NAMED_FIGURES = 6;

/**
 * @param comparison the comparison
 * @param entry what a driver needs and nobody has stated
 * @returns for example `Memory: no ranking is certain, 2 figures are unknown and cannot be tried: memory of "HMI", ...`
 */
export function unstatedWords(comparison: Comparison, entry: UnstatedFigures): string {
  const { figures } = entry;
  const rest = figures.length - NAMED_FIGURES;
  const named = figures.slice(0, NAMED_FIGURES).join(', ');
  const more = rest > 0 ? `, and ${rest} more` : '';
  const are = figures.length === 1 ? 'is' : 'are';
  return `${driverTitle(comparison, entry.driver)}: no ranking is certain, ${counted(figures.length, 'figure')} ${are} unknown and cannot be tried: ${named}${more}`;
}

export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  placed: 'placed here only',
  unplaced: 'not placed here',
  technology: 'other technology',
  moved: 'other environment',
  cores: 'other cores',
};
