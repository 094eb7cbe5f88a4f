/** The published technology rules in their own order; what another rule of the house already is, is missing here. */
import type { Rule } from './rule.ts';
import { TECH_CERTIFICATE_RULES } from './tech-certificate.ts';
import { TECH_DEDUPLICATION_RULES } from './tech-deduplication.ts';
import { TECH_DEPENDENCE_RULES } from './tech-dependence.ts';
import { TECH_DEVICE_RULES } from './tech-devices.ts';
import { TECH_IMAGE_RULES } from './tech-images.ts';
import { TECH_INTERFERENCE_RULES, TECH_SOFT_RULE } from './tech-interference.ts';
import { TECH_KERNEL_RULES } from './tech-kernel.ts';
import { TECH_UNLIKE_RULES } from './tech-links-unlike.ts';
import { TECH_LINK_RULES } from './tech-links.ts';
import { TECH_SCALE_RULES } from './tech-scale.ts';
import { TECH_SECURITY_RULES } from './tech-security.ts';
import { TECH_SEPARATION_RULE, TECH_TYPE_2_RULE } from './tech-separation.ts';
import { TECH_STATUS_RULES } from './tech-status.ts';

/** TECH-A2 to TECH-G2. */
export const TECH_RULES: readonly Rule[] = [
  ...TECH_KERNEL_RULES,
  TECH_SEPARATION_RULE,
  ...TECH_INTERFERENCE_RULES,
  ...TECH_CERTIFICATE_RULES,
  ...TECH_DEPENDENCE_RULES,
  TECH_SOFT_RULE,
  TECH_TYPE_2_RULE,
  ...TECH_SCALE_RULES,
  ...TECH_IMAGE_RULES,
  ...TECH_DEDUPLICATION_RULES,
  ...TECH_SECURITY_RULES,
  ...TECH_DEVICE_RULES,
  ...TECH_LINK_RULES,
  ...TECH_UNLIKE_RULES,
  ...TECH_STATUS_RULES,
];
