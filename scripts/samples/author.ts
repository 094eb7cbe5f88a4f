/** Short words for writing the samples down; the model's decoder fills in the rest and refuses mistakes. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { decode } from '../../src/model/decode.ts';
import { fromDocument, formatPlan, type planDocumentSchema } from '../../src/model/interchange.ts';
import { formatProblem } from '../../src/model/problem.ts';
import { targetSchema, type Device, type Target } from '../../src/model/target.ts';

export type DocumentInput = z.input<typeof planDocumentSchema>;
export type ApplicationInput = NonNullable<DocumentInput['applications']>[number];
export type TaskInput = NonNullable<DocumentInput['tasks']>[number];
export type LinkInput = NonNullable<DocumentInput['links']>[number];
export type ChainInput = NonNullable<DocumentInput['chains']>[number];
export type LayoutInput = NonNullable<DocumentInput['layouts']>[number];
export type EnvironmentInput = NonNullable<LayoutInput['environments']>[number];
export type PlacementInput = NonNullable<LayoutInput['placements']>[number];
export type RegionInput = NonNullable<LayoutInput['regions']>[number];
export type GrantInput = NonNullable<LayoutInput['grants']>[number];
export type ImageInput = NonNullable<LayoutInput['images']>[number];
export type ChannelInput = NonNullable<LayoutInput['channels']>[number];

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;
export const US = 1_000;
export const MS = 1_000_000;
export const SECOND = 1_000_000_000;

/** Said of every figure that nobody has measured or read anywhere. */
export const ESTIMATE = { '*': 'estimate' } as const;

/**
 * @param id file name in resources/targets without its extension
 * @returns the target as the catalogue ships it
 */
export function catalogueTarget(id: string): Target {
  const file = new URL(`../../resources/targets/${id}.json`, import.meta.url);
  const decoded = decode(targetSchema, JSON.parse(readFileSync(file, 'utf8')));
  if (!decoded.ok) throw new Error(decoded.problems.map(formatProblem).join('\n'));
  return decoded.value;
}

/**
 * A fact that the user sets on the plan's copy of a record: it is marked as theirs.
 *
 * @param record cluster, memory, virtualization ...
 * @param facts the fields and their new values
 * @param note why, in the user's words
 */
export function userFacts<T extends { provenance: Target['provenance']; notes: string | null }>(
  record: T,
  facts: Partial<T>,
  note: string,
): T {
  const userFields = [...record.provenance.userFields, ...Object.keys(facts)];
  const notes = record.notes === null ? note : `${record.notes}. ${note}`;
  return { ...record, ...facts, notes, provenance: { ...record.provenance, userFields } };
}

/**
 * A device that the user adds to the plan's copy of a target.
 *
 * @param id identity
 * @param facts what is known of it; all of it is the user's
 * @param notes which part it is and why it is there
 */
export function userDevice(
  id: string,
  facts: Partial<Device> & { name: string; class: string },
  notes: string,
): Device {
  return {
    model: null,
    behindIommu: null,
    iommuUnit: null,
    iommuGroup: null,
    busId: null,
    vendorDevice: null,
    physicalFunctionId: null,
    virtualFunctions: null,
    capacityBytes: null,
    coreIds: [],
    ...facts,
    id,
    notes,
    provenance: { sources: [], confidence: null, userFields: Object.keys(facts) },
  };
}

/** What is said of one placement beside where it stands. */
export interface PlacedAt {
  readonly app: string;
  readonly cores?: readonly string[];
  readonly reason?: string;
  readonly instances?: number;
}

/**
 * @param layout prefix of the layout's ids
 * @param environmentId where they stand
 * @param list applications with their cores
 */
export function place(
  layout: string,
  environmentId: string,
  list: readonly PlacedAt[],
): PlacementInput[] {
  return list.map(({ app, cores, reason, instances }) => ({
    id: `${layout}.${app}`,
    applicationId: app,
    environmentId,
    coreIds: [...(cores ?? [])],
    ...(reason === undefined ? {} : { reason }),
    ...(instances === undefined ? {} : { instances }),
  }));
}

/**
 * @param layout prefix of the layout's ids
 * @param environmentId who gets them
 * @param mode how
 * @param devices which
 * @param more back end and notes
 */
export function grant(
  layout: string,
  environmentId: string,
  mode: GrantInput['mode'],
  devices: readonly string[],
  more: Partial<GrantInput> = {},
): GrantInput[] {
  const short = environmentId.replace(`${layout}.`, '');
  return devices.map((deviceId) => ({
    id: `${layout}.${short}.${deviceId}`,
    deviceId,
    environmentId,
    mode,
    ...more,
  }));
}

/**
 * @param layout prefix of the layout's ids
 * @param link id of the link
 * @param kind how it is carried
 * @param more region, addresses, mechanism, notes
 */
export function channel(
  layout: string,
  link: string,
  kind: ChannelInput['kind'],
  more: Partial<ChannelInput> = {},
): ChannelInput {
  return { id: `${layout}.${link}`, linkId: link, kind, ...more };
}

function catalogueVersion(): string {
  const file = new URL('../../resources/technologies/catalogue.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/**
 * @param document what was written down
 * @returns the text of the interchange file
 * @throws {Error} with every problem, when the sample is not sound
 */
export function sampleText(document: DocumentInput): string {
  const plan = fromDocument({
    ...document,
    plan: { ...document.plan, catalogueVersion: catalogueVersion() },
  });
  if (!plan.ok) throw new Error(plan.problems.map(formatProblem).join('\n'));
  return formatPlan(plan.value);
}
