/** The two Cortex-M4F images: the same in every layout of the gateway. */
import {
  grant,
  KIB,
  MS,
  place,
  US,
  type EnvironmentInput,
  type GrantInput,
  type PlacementInput,
  type RegionInput,
} from './author.ts';

/** Start of the board up to the first environment: ROM, then the firmware that starts the Cortex-M4F images and the A cores. */
export const BOOT = {
  bootRomNs: 15 * MS,
  bootLoaderNs: 25 * MS,
  storageBytesPerSecond: 250_000_000,
  bootSource: 'estimate',
} as const;

/**
 * How long an OS takes from its entry until applications can start, and what is read for it.
 *
 * @param startupNs estimate
 */
export function starts(startupNs: number) {
  return { startupNs, startupSource: 'estimate' } as const;
}

/**
 * Who runs next in an environment, and what a switch between its tasks costs.
 *
 * @param scheduler policy
 * @param contextSwitchNs estimate
 * @param who what schedules so
 */
export function schedules(
  scheduler: NonNullable<EnvironmentInput['scheduler']>,
  contextSwitchNs: number,
  who: string,
) {
  return { scheduler, contextSwitchNs, timingSource: `estimate: ${who}` } as const;
}

/** Real-time tasks of a Linux with PREEMPT_RT; its own threads are in the estimate of the switch. */
export const LINUX_TASKS = schedules('fixed-priority', 6 * US, 'tasks run under SCHED_FIFO');

/** @param layout prefix of the layout's ids */
export function m4Environments(layout: string): EnvironmentInput[] {
  const image = {
    kind: 'bare-metal',
    technologyId: 'bare-metal',
    memoryBytes: 256 * KIB,
    criticality: { scale: 'ASIL', level: 'B' },
    startupReadBytes: 256 * KIB,
    notes: 'Runs from its own TCM.',
  } as const;
  return [
    {
      ...image,
      id: `${layout}.m4-0`,
      name: 'M4F 0 image',
      os: {
        family: 'freertos',
        version: null,
        memoryBytes: 24 * KIB,
        memorySource: 'estimate: kernel, drivers, idle and timer stacks',
        ...starts(4 * MS),
      },
      ...schedules('fixed-priority', 2 * US, 'priorities of FreeRTOS'),
      coreIds: ['m4_0.0'],
    },
    {
      ...image,
      id: `${layout}.m4-1`,
      name: 'M4F 1 image',
      os: {
        family: 'autosar-classic',
        version: null,
        memoryBytes: 32 * KIB,
        memorySource: 'estimate: OS, scheduler tables, drivers',
        ...starts(8 * MS),
      },
      ...schedules('fixed-priority', 3 * US, 'priorities of the AUTOSAR OS'),
      coreIds: ['m4_1.0'],
    },
  ];
}

/** @param layout prefix of the layout's ids */
export function m4Placements(layout: string): PlacementInput[] {
  return [
    ...place(layout, `${layout}.m4-0`, [
      { app: 'body-control', cores: ['m4_0.0'], reason: 'Control loop needs 1 ms without jitter.' },
      { app: 'health-monitor', cores: ['m4_0.0'], reason: 'Must live when Linux does not.' },
    ]),
    ...place(layout, `${layout}.m4-1`, [
      { app: 'com-stack', cores: ['m4_1.0'], reason: 'CAN must answer 100 ms after power-on.' },
    ]),
  ];
}

/** @param layout prefix of the layout's ids */
export function m4Grants(layout: string): GrantInput[] {
  return [
    ...grant(layout, `${layout}.m4-0`, 'pass-through', ['spi0']),
    ...grant(layout, `${layout}.m4-1`, 'pass-through', ['can0', 'can1', 'can2']),
  ];
}

/** @param layout prefix of the layout's ids */
export function m4Regions(layout: string): RegionInput[] {
  const image = (at: 0 | 1, base: number): RegionInput => ({
    id: `${layout}.ram-m4-${at}`,
    name: `M4F ${at} image in TCM`,
    kind: 'private',
    environmentId: `${layout}.m4-${at}`,
    memoryId: `cm4-${at}-tcm`,
    base,
    sizeBytes: 256 * KIB,
    cacheable: false,
  });
  return [image(0, 0x34fe_0000), image(1, 0x38fe_0000)];
}
