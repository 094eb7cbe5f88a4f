/** Subjects of results: what a number or a verdict is about. */
import type { Application, Link, Task } from '../model/application.ts';
import type { Id } from '../model/fields.ts';
import type { Channel, Environment, Grant, Image, Placement, Region } from '../model/layout.ts';
import type { Core, Device, Memory } from '../model/target.ts';
import { coreSetName, type CoreSet } from './cpu/core-sets.ts';
import type { FieldOfPlan, Subject, SubjectKind } from './result.ts';

/**
 * @param kind what it is
 * @param record a record with a name
 * @returns its subject
 */
export function subject(
  kind: SubjectKind,
  record: { readonly id: Id; readonly name: string },
): Subject {
  return { kind, id: record.id, name: record.name };
}

export const ofApplication = (record: Application): Subject => subject('application', record);
export const ofTask = (record: Task): Subject => subject('task', record);
export const ofLink = (record: Link): Subject => subject('link', record);
export const ofEnvironment = (record: Environment): Subject => subject('environment', record);
export const ofRegion = (record: Region): Subject => subject('region', record);
export const ofImage = (record: Image): Subject => subject('image', record);
export const ofCore = (record: Core): Subject => subject('core', record);
export const ofDevice = (record: Device): Subject => subject('device', record);
export const ofMemory = (record: Memory): Subject => subject('memory', record);

/** A field of a record, for a remedy that is one. */
export const fieldOfApplication = (record: Application, name: keyof Application): FieldOfPlan => ({
  subject: ofApplication(record),
  name,
});
export const fieldOfTask = (record: Task, name: keyof Task): FieldOfPlan => ({
  subject: ofTask(record),
  name,
});
export const fieldOfEnvironment = (record: Environment, name: keyof Environment): FieldOfPlan => ({
  subject: ofEnvironment(record),
  name,
});

/**
 * @param record a placement; it has no name of its own
 * @param application what is placed
 * @returns its subject, named like the application
 */
export function ofPlacement(record: Placement, application: Application | undefined): Subject {
  return { kind: 'placement', id: record.id, name: application?.name ?? record.applicationId };
}

/**
 * @param record a grant; it has no name of its own
 * @param device what is given
 * @returns its subject, named like the device
 */
export function ofGrant(record: Grant, device: Device | undefined): Subject {
  return { kind: 'grant', id: record.id, name: device?.name ?? record.deviceId };
}

/**
 * @param record a channel; it has no name of its own
 * @param link what it carries
 * @returns its subject, named like the link
 */
export function ofChannel(record: Channel, link: Link | undefined): Subject {
  return { kind: 'channel', id: record.id, name: link?.name ?? record.linkId };
}

/**
 * @param set cores over which something floats
 * @returns its subject
 */
export function ofCoreSet(set: CoreSet): Subject {
  return { kind: 'core-set', id: set.key, name: coreSetName(set.cores) };
}
