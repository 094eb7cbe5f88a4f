/** What families of kernels are called, in findings, drawings and forms alike. */
import type { OsFamily } from './application.ts';

/** Families in the field's own spelling, within a sentence. */
export const OS_NAMES: Readonly<Record<OsFamily, string>> = {
  none: 'no OS',
  linux: 'Linux',
  android: 'Android',
  windows: 'Windows',
  qnx: 'QNX',
  zephyr: 'Zephyr',
  freertos: 'FreeRTOS',
  'autosar-classic': 'AUTOSAR Classic',
  vxworks: 'VxWorks',
  integrity: 'INTEGRITY',
  pikeos: 'PikeOS',
  'library-os': 'library OS',
  other: 'other OS',
};
