/** The catalogue of isolation technologies, IPC mechanisms and what goes with them: its records and its shape in memory. */
import { z } from 'zod';
import { osFamilySchema } from '../model/application.ts';
import { id, longText, name, shortText } from '../model/fields.ts';
import { channelKindSchema, environmentKindSchema } from '../model/layout.ts';
import { isaSchema, sourceSchema } from '../model/target.ts';
import {
  booleanFigureSchema,
  gradeFigureSchema,
  ioModeIdSchema,
  ioModesFigureSchema,
  numberFigureSchema,
  textFigureSchema,
  type IoModeId,
} from './figure.ts';
import type { DocumentedLimit, MeasuredOn, ParallelStart, Reading } from './measuring.ts';
import type { Port } from './ports.ts';

const known = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Families of technologies, in the order in which they are listed. */
export const familySchema = z.enum([
  'bare-metal',
  'type1-static',
  'type1-general',
  'type2',
  'thin-vm',
  'unikernel',
  'container',
  'container-in-vm',
]);
export type Family = z.infer<typeof familySchema>;

/** The figures every technology has a place for; null values stay visible as unknown. */
export const technologyFiguresSchema = z.strictObject({
  fixedHostMemory: numberFigureSchema,
  memoryOverheadPerInstance: numberFigureSchema,
  minGuestMemory: numberFigureSchema,
  diskFixed: numberFigureSchema,
  diskPerInstance: numberFigureSchema,
  startupTime: numberFigureSchema,
  cpuOverhead: numberFigureSchema,
  cpuOverheadInterference: numberFigureSchema,
  networkAppThroughput: numberFigureSchema,
  hypercallCost: numberFigureSchema,
  interruptLatency: numberFigureSchema,
  interruptLatencyMax: numberFigureSchema,
  interruptLatencyInterferenceMax: numberFigureSchema,
  ipiLatency: numberFigureSchema,
  tcbSize: numberFigureSchema,
  maxInstances: numberFigureSchema,
  memoryDedup: textFigureSchema,
  ioModes: ioModesFigureSchema,
  ownKernel: booleanFigureSchema,
  isolationSpatial: gradeFigureSchema,
  isolationTemporal: gradeFigureSchema,
  faultContainment: gradeFigureSchema,
  isolationMicroarchitectural: gradeFigureSchema,
  certificationStatus: textFigureSchema,
  licence: textFigureSchema,
});
export type TechnologyFigures = z.infer<typeof technologyFiguresSchema>;
/** Name of a figure of a technology. */
export type ParameterId = keyof TechnologyFigures;

/** What a technology asks of what is beneath it. Values without a source are marked as judgement. */
export const needsSchema = z.strictObject({
  virtualizationExtension: booleanFigureSchema.describe(
    'EL2, VT-x or AMD-V; null: it depends, the note says on what',
  ),
  controlEnvironment: booleanFigureSchema.describe(
    'A privileged environment (root cell, dom0, Service VM, host OS) must run beside the others',
  ),
});
export type TechnologyNeeds = z.infer<typeof needsSchema>;

export const technologySchema = z.strictObject({
  id,
  name,
  family: familySchema,
  status: z.enum(['current', 'vendor-life-cycle', 'unmaintained', 'retired']),
  statusNote: known(longText),
  inherits: known(id).describe('Technology whose figures stand in where this one has none'),
  notes: known(longText),
  environmentKinds: z
    .array(environmentKindSchema)
    .min(1)
    .describe('Kinds of environment it can be chosen for'),
  needs: needsSchema,
  figures: technologyFiguresSchema,
});
/** One isolation technology with its figures. */
export type Technology = z.infer<typeof technologySchema>;

/** The figures every IPC mechanism has a place for. */
export const mechanismFiguresSchema = z.strictObject({
  latency: numberFigureSchema,
  throughput: numberFigureSchema,
  maxPeers: numberFigureSchema,
  copiesData: booleanFigureSchema,
  hypervisorOnDataPath: booleanFigureSchema,
  needs: textFigureSchema,
});
export type MechanismFigures = z.infer<typeof mechanismFiguresSchema>;
export type MechanismParameterId = keyof MechanismFigures;

export const documentedOnSchema = z.strictObject({
  isas: z.array(isaSchema).default([]).describe('Instruction sets; empty: not bound to any'),
  vendors: z
    .array(shortText.min(1))
    .default([])
    .describe('Names of the one vendor on whose parts it exists; empty: not bound to one'),
  evidence: longText,
  sources: z.array(z.string().min(1).max(120)).min(1),
});
/** Hardware that the sources of a mechanism speak of. */
export type DocumentedOn = z.infer<typeof documentedOnSchema>;

export const messageLimitSchema = z.strictObject({
  bytes: z.number().int().min(1),
  vendors: z.array(shortText.min(1)).min(1).describe('Names of the vendor of the part'),
  os: osFamilySchema.describe('OS at one end at least'),
  sources: z.array(z.string().min(1).max(120)).min(1),
  locator: known(shortText),
});
/** Largest message of a mechanism on parts of one vendor. */
export type MessageLimit = z.infer<typeof messageLimitSchema>;

export const mechanismSchema = z.strictObject({
  id,
  name,
  channelKinds: z.array(channelKindSchema).min(1).describe('Kinds of channel it can carry'),
  technologyIds: z.array(id).default([]).describe('Technologies it is part of'),
  families: z.array(familySchema).default([]).describe('Families it is part of as a whole'),
  documentedOn: known(documentedOnSchema).describe('null: as far as the technologies that have it'),
  messageLimits: z.array(messageLimitSchema).default([]),
  figures: mechanismFiguresSchema,
});
/** One way to carry a link. */
export type Mechanism = z.infer<typeof mechanismSchema>;

export const parameterKindSchema = z.enum(['number', 'text', 'list', 'boolean', 'grade']);
export const parameterDefinitionSchema = z.strictObject({
  unit: known(shortText).describe('Unit every number of this parameter has'),
  kind: parameterKindSchema,
  meaning: known(longText),
});
/** What a figure of a given name means. */
export type ParameterDefinition = z.infer<typeof parameterDefinitionSchema>;

export const ioModeSchema = z.strictObject({
  id: ioModeIdSchema,
  meaning: longText,
  needs: longText,
  sources: z.array(z.string()).default([]),
  figures: z.partialRecord(z.enum(['latency', 'storage', 'throughput']), numberFigureSchema),
});
/** How a device is given to an instance, with what that costs. */
export type IoMode = z.infer<typeof ioModeSchema>;

export const deduplicationSchema = z.strictObject({
  id,
  name,
  default: longText.describe('Whether it is on unless somebody changes it'),
  cost: known(longText),
  bestCase: numberFigureSchema,
  security: known(longText),
  sources: z.array(z.string()).default([]),
});
/** One way in which equal memory pages of several instances are kept once. */
export type Deduplication = z.infer<typeof deduplicationSchema>;

export const diskFormatSchema = z.strictObject({
  id,
  name,
  formula: longText,
  rule: known(longText),
  sources: z.array(z.string()).default([]),
  figures: z.partialRecord(z.enum(['empty', 'worst']), numberFigureSchema),
});
/** One way to store the images of several instances. */
export type DiskFormat = z.infer<typeof diskFormatSchema>;

export const formulaSchema = z.strictObject({
  id,
  formula: longText,
  note: known(longText),
  sources: z.array(z.string()).default([]).describe('Empty: derived'),
});
/** A published or derived way to estimate a quantity from figures. */
export type EstimationFormula = z.infer<typeof formulaSchema>;

export const catalogueSourceSchema = sourceSchema.extend({
  year: known(z.number().int().min(1950).max(2100)),
});
/** A document, data set or source tree that figures were read from. */
export type CatalogueSource = z.infer<typeof catalogueSourceSchema>;

/** A version that is no more, with the figures that the next one changed, as they were. */
export const pastVersionSchema = z.strictObject({
  version: shortText,
  technologies: z
    .array(z.strictObject({ id, figures: technologyFiguresSchema.partial() }))
    .default([]),
  mechanisms: z
    .array(z.strictObject({ id, figures: mechanismFiguresSchema.partial() }))
    .default([]),
});
export type PastVersion = z.infer<typeof pastVersionSchema>;

/** The catalogue in memory; every look-up is O(1). Built by `decodeCatalogue`. */
export interface Catalogue {
  /** Changes whenever any figure changes; results carry it. */
  readonly version: string;
  /** Day the fact base was put together, ISO date. */
  readonly compiled: string;
  readonly technologies: ReadonlyMap<string, Technology>;
  readonly mechanisms: ReadonlyMap<string, Mechanism>;
  readonly sources: ReadonlyMap<string, CatalogueSource>;
  readonly parameters: ReadonlyMap<ParameterId, ParameterDefinition>;
  readonly mechanismParameters: ReadonlyMap<MechanismParameterId, ParameterDefinition>;
  readonly ioModes: ReadonlyMap<IoModeId, IoMode>;
  readonly deduplications: ReadonlyMap<string, Deduplication>;
  readonly diskFormats: ReadonlyMap<string, DiskFormat>;
  readonly formulas: ReadonlyMap<string, EstimationFormula>;
  /** Figures that a plan replaces: `overrideKey` -> the user's reason. Empty in the catalogue as it ships. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Hardware that conditions of figures name, in the order in which it is looked for. */
  readonly measuredOn: readonly MeasuredOn[];
  readonly readings: readonly Reading[];
  /** By technology whose own start-up time it goes with. */
  readonly parallelStarts: ReadonlyMap<string, ParallelStart>;
  readonly limits: readonly DocumentedLimit[];
  readonly ports: readonly Port[];
  /** Earlier versions, newest first, each with the figures that the next one changed. */
  readonly history: readonly PastVersion[];
}
