/** Any target whose record decodes, however senseless. Test code only. */
import fc from 'fast-check';
import type { Id } from '../../model/fields.ts';
import {
  ids,
  optional,
  few,
  core,
  coreType,
  clock,
  bytes,
  period,
  deviceClass,
  isa,
} from './arbitrary-values.ts';

const provenance = fc.constant({ sources: ['s', 'toString'], confidence: null });
const idOf = ({ id }: { readonly id: Id }) => id;
/** Targets with an id twice are refused wherever one comes in. */
const fewUnlike = <T extends { readonly id: Id }>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(value, { maxLength: 3, selector: idOf });

export const arbitraryTarget = fc.record({
  id: fc.constant('target'),
  name: fc.constant('T'),
  category: fc.constant('custom'),
  provenance,
  clusters: fc.uniqueArray(
    fc.record({
      id: ids('cluster', 3),
      provenance,
      name: fc.constant('C'),
      role: fc.constantFrom('application', 'realtime'),
      coreType,
      isa,
      maxClockHz: optional(clock),
    }),
    { minLength: 1, maxLength: 3, selector: idOf },
  ),
  cores: fc.uniqueArray(
    fc.record({
      id: core,
      name: fc.constant('core'),
      clusterId: ids('cluster', 3),
      hwIds: fc.constant([]),
    }),
    { minLength: 1, maxLength: 6, selector: idOf },
  ),
  caches: fewUnlike(
    fc.record({
      id: ids('cache'),
      provenance,
      level: fc.constantFrom(1, 2, 3),
      kind: fc.constantFrom('unified', 'data'),
      sizeBytes: optional(bytes),
      ways: optional(fc.constantFrom(0, 1, 16)),
      coreIds: few(core),
      partitioning: optional(
        fc.record({
          mechanism: fc.constantFrom('Intel L3 CAT', 'none'),
          maskBits: optional(fc.constantFrom(0, 4, 200)),
          closCount: optional(fc.constantFrom(0, 2)),
          leastBits: optional(fc.constantFrom(0, 2)),
          sparse: optional(fc.boolean()),
        }),
      ),
    }),
  ),
  memories: fewUnlike(
    fc.record({
      id: ids('memory'),
      provenance,
      name: fc.constant('M'),
      kind: fc.constantFrom('dram', 'sram', 'persistent'),
      sizeBytes: optional(bytes),
      ranges: few(fc.record({ base: bytes, size: fc.constantFrom(1, 4096, 2 ** 31) })),
      contention: optional(
        fc.record({
          guaranteedBytesPerSecond: optional(period),
          accessNs: optional(period),
          regulatedAccessNs: optional(period),
          slotNs: optional(period),
          source: fc.constant('user'),
        }),
      ),
    }),
  ),
  devices: fewUnlike(
    fc.record({
      id: ids('device'),
      provenance,
      name: fc.constant('D'),
      class: deviceClass,
      behindIommu: optional(fc.boolean()),
      iommuUnit: optional(fc.constantFrom('U', 'SMMU @0x1000')),
      physicalFunctionId: optional(ids('device')),
      virtualFunctions: optional(fc.nat(3)),
    }),
  ),
  absentDevices: few(fc.record({ class: deviceClass, provenance })),
  virtualization: fc.record({
    provenance,
    hypervisorExtension: optional(fc.boolean()),
    iommuPresent: optional(fc.boolean()),
    iommuEnabled: optional(fc.boolean()),
    iommuUnits: few(
      fc.record({
        name: fc.constant('U'),
        base: optional(fc.constant(4096)),
        enabled: optional(fc.boolean()),
      }),
    ),
  }),
  capacityFactors: few(
    fc.record({
      id: ids('factor'),
      fromCoreType: coreType,
      toCoreType: coreType,
      timeFactor: fc.constantFrom(0.1, 0.5, 2, 1e-9),
      source: fc.constant('user'),
    }),
  ),
  sources: fc.constant({}),
});
