/**
 * Names of Arm core designs by implementer and part number, as MIDR_EL1 holds them.
 *
 * @source Linux, arch/arm64/include/asm/cputype.h (ARM_CPU_PART_*, from the technical reference manual of each
 * core), read at v6.18; cores for 32 bits and of other implementers: util-linux, sys-utils/lscpu-arm.c
 */

const ARM: Readonly<Record<number, string>> = {
  0xc05: 'Cortex-A5',
  0xc07: 'Cortex-A7',
  0xc08: 'Cortex-A8',
  0xc09: 'Cortex-A9',
  0xc0e: 'Cortex-A17',
  0xc0f: 'Cortex-A15',
  0xc14: 'Cortex-R4',
  0xc15: 'Cortex-R5',
  0xc17: 'Cortex-R7',
  0xc18: 'Cortex-R8',
  0xd01: 'Cortex-A32',
  0xd03: 'Cortex-A53',
  0xd04: 'Cortex-A35',
  0xd05: 'Cortex-A55',
  0xd06: 'Cortex-A65',
  0xd07: 'Cortex-A57',
  0xd08: 'Cortex-A72',
  0xd09: 'Cortex-A73',
  0xd0a: 'Cortex-A75',
  0xd0b: 'Cortex-A76',
  0xd0c: 'Neoverse-N1',
  0xd0d: 'Cortex-A77',
  0xd0e: 'Cortex-A76AE',
  0xd13: 'Cortex-R52',
  0xd15: 'Cortex-R82',
  0xd40: 'Neoverse-V1',
  0xd41: 'Cortex-A78',
  0xd42: 'Cortex-A78AE',
  0xd43: 'Cortex-A65AE',
  0xd44: 'Cortex-X1',
  0xd46: 'Cortex-A510',
  0xd47: 'Cortex-A710',
  0xd48: 'Cortex-X2',
  0xd49: 'Neoverse-N2',
  0xd4a: 'Neoverse-E1',
  0xd4b: 'Cortex-A78C',
  0xd4c: 'Cortex-X1C',
  0xd4d: 'Cortex-A715',
  0xd4e: 'Cortex-X3',
  0xd4f: 'Neoverse-V2',
  0xd80: 'Cortex-A520',
  0xd81: 'Cortex-A720',
  0xd82: 'Cortex-X4',
  0xd83: 'Neoverse-V3AE',
  0xd84: 'Neoverse-V3',
  0xd85: 'Cortex-X925',
  0xd87: 'Cortex-A725',
  0xd89: 'Cortex-A720AE',
  0xd8b: 'C1-Pro',
  0xd8c: 'C1-Ultra',
  0xd8e: 'Neoverse-N3',
};

const PARTS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  0x41: ARM,
  0x43: { 0x0a1: 'ThunderX', 0x0a2: 'ThunderX-81XX', 0x0a3: 'ThunderX-83XX', 0x0af: 'ThunderX2' },
  0x46: { 0x001: 'A64FX' },
  0x48: { 0xd01: 'TSV110' },
  0x4e: { 0x003: 'Denver 2', 0x004: 'Carmel' },
  0x51: {
    0x001: 'Oryon',
    0x802: 'Kryo-3XX-Gold',
    0x803: 'Kryo-3XX-Silver',
    0x804: 'Kryo-4XX-Gold',
    0x805: 'Kryo-4XX-Silver',
  },
  0x61: { 0x022: 'Icestorm-M1', 0x023: 'Firestorm-M1' },
  0xc0: { 0xac3: 'Ampere-1', 0xac4: 'Ampere-1a' },
};

/** Implementer code of Arm Limited itself. */
const ARM_LIMITED = 0x41;

function parseCode(text: string | null): number | null {
  return text !== null && /^0x[0-9a-f]{1,6}$/i.test(text) ? Number.parseInt(text, 16) : null;
}

/**
 * @param implementer CPUImplementer as Linux prints it, for example `0x41`; null when not stated
 * @param part CPUPart as Linux prints it, for example `0xd87`
 * @returns the design's name, `unknown core 0x...` when it is not in the table, null when `part` is no number
 */
export function armCoreName(implementer: string | null, part: string): string | null {
  const code = parseCode(part);
  if (code === null) return null;
  const maker = parseCode(implementer);
  const hex = (value: number) => `0x${value.toString(16)}`;
  // Part numbers mean something only together with who gave them out.
  if (maker === null) return `unknown core ${hex(code)}`;
  const name = PARTS[maker]?.[code];
  if (name !== undefined) return name;
  return maker === ARM_LIMITED
    ? `unknown core ${hex(code)}`
    : `unknown core ${hex(code)} of implementer ${hex(maker)}`;
}
