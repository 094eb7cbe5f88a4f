/**
 * PCI class codes in our words for devices.
 *
 * @source PCI Code and ID Assignment Specification 1.11, chapter 1; same codes in the class list of pci.ids
 */

/** Base class and subclass -> word. */
const BY_SUBCLASS: Readonly<Record<number, string>> = {
  0x0101: 'ide',
  0x0104: 'raid',
  0x0106: 'sata',
  0x0107: 'sas',
  0x0108: 'nvme',
  0x0109: 'ufs',
  0x0200: 'ethernet',
  0x0207: 'infiniband',
  0x0401: 'audio',
  0x0403: 'audio',
  0x0700: 'uart',
  0x0702: 'uart',
  0x0803: 'rtc',
  0x0805: 'sdhci',
  0x0806: 'iommu',
  0x0801: 'dma',
  0x0b40: 'accelerator',
  0x0c00: 'firewire',
  0x0c03: 'usb',
  0x0c04: 'fibre-channel',
  0x0c05: 'smbus',
  0x0c06: 'infiniband',
  0x0c07: 'ipmi',
  0x0c09: 'can',
  0x0c0a: 'i3c',
};

/** Base class -> word for all its other subclasses. */
const BY_BASE: Readonly<Record<number, string>> = {
  0x01: 'storage',
  0x02: 'network',
  0x03: 'gpu',
  0x04: 'multimedia',
  0x05: 'memory',
  0x06: 'bridge',
  0x07: 'communication',
  0x08: 'system',
  0x09: 'input',
  0x0b: 'processor',
  0x0c: 'serial-bus',
  0x0d: 'wireless',
  0x10: 'crypto',
  0x11: 'signal-processing',
  0x12: 'accelerator',
};

/**
 * @param classCode base class and subclass, for example 0x0200; null when the file does not state it
 * @returns our word for it; `other` for classes without one, `unknown` for null
 */
export function deviceClass(classCode: number | null): string {
  if (classCode === null) return 'unknown';
  return BY_SUBCLASS[classCode] ?? BY_BASE[classCode >> 8] ?? 'other';
}
