/** Finding technologies and mechanisms. "Unknown" is a value of its own: a filter for "no" never finds it. */
import { figureOf } from '../../catalog/lookup.ts';
import type {
  Catalogue,
  Family,
  Mechanism,
  ParameterId,
  Technology,
} from '../../catalog/technology.ts';
import { CHANNEL_WORDS } from '../inspector/channel-words.ts';
import { FAMILY_WORDS, STATUS_WORDS } from './catalogue-words.ts';

/** Kinds of licence that a text can name; one text may name several. */
export const LICENCE_KINDS = [
  { id: 'gpl', title: 'GPL or LGPL', pattern: /\bL?GPL\b/i },
  { id: 'permissive', title: 'Apache, BSD, MIT, ISC', pattern: /\b(Apache|BSD|MIT|ISC)\b/i },
  { id: 'commercial', title: 'commercial', pattern: /commercial|proprietary/i },
] as const;

/** What is said of certification. */
export const CERTIFICATION_STATES = {
  named: 'a standard is named',
  'in-progress': 'in progress',
  none: 'none found',
  other: 'something else is said',
  unknown: 'unknown',
} as const;
export type CertificationState = keyof typeof CERTIFICATION_STATES;

/** Null and empty: anything. */
export interface TechnologyFilter {
  readonly text: string;
  readonly family: Family | null;
  readonly licence: (typeof LICENCE_KINDS)[number]['id'] | 'unknown' | null;
  readonly certification: CertificationState | null;
  readonly ownKernel: 'yes' | 'no' | 'unknown' | null;
  /** A figure that has to be known, or has to be unknown. */
  readonly figure: ParameterId | null;
  readonly figureIs: 'known' | 'unknown';
}
export const NO_FILTER: TechnologyFilter = {
  text: '',
  family: null,
  licence: null,
  certification: null,
  ownKernel: null,
  figure: null,
  figureIs: 'known',
};

/**
 * @param text certification of a technology; null: unknown
 * @returns what it comes to. "Not certified", "in progress" and "none found" count before the standards they name
 */
export function certificationState(text: string | null): CertificationState {
  if (text === null) return 'unknown';
  if (/\bno(ne)?\b.*\bfound\b/i.test(text)) return 'none';
  if (/in progress|not certified/i.test(text)) return 'in-progress';
  return /\b(ISO|IEC|EN|DO)[ -]?\d/i.test(text) ? 'named' : 'other';
}

function words(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function hasWords(haystack: string, text: string): boolean {
  const low = haystack.toLowerCase();
  return words(text).every((word) => low.includes(word));
}

function textOf(technology: Technology): string {
  const { name, id, family, status, notes, statusNote } = technology;
  const parts = [name, id, FAMILY_WORDS[family], STATUS_WORDS[status], statusNote, notes];
  return parts.filter((part) => part !== null).join(' ');
}

function valueOf(catalogue: Catalogue, id: string, parameter: ParameterId): unknown {
  return figureOf(catalogue, id, parameter)?.figure.value ?? null;
}

function hasLicence(catalogue: Catalogue, id: string, kind: TechnologyFilter['licence']): boolean {
  const licence = valueOf(catalogue, id, 'licence') as string | null;
  if (kind === null) return true;
  if (kind === 'unknown' || licence === null) return kind === 'unknown' && licence === null;
  return LICENCE_KINDS.find((candidate) => candidate.id === kind)?.pattern.test(licence) ?? false;
}

function hasKernel(catalogue: Catalogue, id: string, wanted: TechnologyFilter['ownKernel']) {
  if (wanted === null) return true;
  const value = valueOf(catalogue, id, 'ownKernel');
  return (value === null ? 'unknown' : value === true ? 'yes' : 'no') === wanted;
}

/**
 * @param catalogue the catalogue, with the overrides of the plan; inherited figures count as known
 * @param filter what to look for
 * @returns the technologies that fulfil all of it, in catalogue order
 * @cost O(technologies)
 */
export function findTechnologies(
  catalogue: Catalogue,
  filter: TechnologyFilter,
): readonly Technology[] {
  const { family, certification, figure, figureIs } = filter;
  return [...catalogue.technologies.values()].filter((technology) => {
    const { id } = technology;
    const certified = valueOf(catalogue, id, 'certificationStatus') as string | null;
    return (
      hasWords(textOf(technology), filter.text) &&
      (family === null || technology.family === family) &&
      (certification === null || certificationState(certified) === certification) &&
      (figure === null || (valueOf(catalogue, id, figure) === null) === (figureIs === 'unknown')) &&
      hasLicence(catalogue, id, filter.licence) &&
      hasKernel(catalogue, id, filter.ownKernel)
    );
  });
}

/**
 * @param catalogue the catalogue
 * @param text words that all have to occur in name, channels or technologies
 * @returns mechanisms in catalogue order
 * @cost O(mechanisms)
 */
export function findMechanisms(catalogue: Catalogue, text: string): readonly Mechanism[] {
  return [...catalogue.mechanisms.values()].filter((mechanism) => {
    const { name, id, channelKinds, technologyIds, families } = mechanism;
    const parts = [
      name,
      id,
      ...channelKinds.map((kind) => CHANNEL_WORDS[kind]),
      ...technologyIds.map((key) => catalogue.technologies.get(key)?.name ?? key),
      ...families.map((family) => FAMILY_WORDS[family]),
    ];
    return hasWords(parts.join(' '), text);
  });
}
