/** Values of which any plan is made: few of a kind, so that records meet, and the ends of each range. Test code only. */
import fc from 'fast-check';
import type { Id } from '../../model/fields.ts';

/** Few ids, so that records meet; `gone` never exists. */
export const ids = (prefix: string, count = 4): fc.Arbitrary<Id> =>
  fc.constantFrom(...Array.from({ length: count }, (_, index) => `${prefix}${index}`), 'gone');
export const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
export const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });

export const core = ids('core', 6);
export const coreType = fc.constantFrom('Cortex-A53', 'Cortex-A72', 'Cortex-M4F');
export const clock = fc.constantFrom(2e8, 1e9, 1.596e9, 333333333.25);
export const bytes = fc.constantFrom(0, 1, 4096, 5000, 2 ** 20, 2 ** 31, Number.MAX_SAFE_INTEGER);
export const period = fc.constantFrom(1, 3, 1000, 999_999_929, Number.MAX_SAFE_INTEGER);
export const deviceClass = fc.constantFrom('ethernet', 'can', 'toString', 'GPU');
export const isa = fc.constantFrom('aarch64', 'armv7e-m', 'armv8-r', 'x86_64', 'other');
