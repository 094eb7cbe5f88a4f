/** How drawings write the names of kernels. */
import type { OsFamily } from '../model/application.ts';

/** Families in the field's own spelling. */
export const OS_WORDS: Readonly<Record<OsFamily, string>> = {
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
