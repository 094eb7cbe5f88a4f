/** Instruction sets on which technologies were built, measured or documented. */
import { z } from 'zod';
import { id, longText } from '../model/fields.ts';
import { isaSchema } from '../model/target.ts';

export const portSchema = z.strictObject({
  technologyId: id,
  isa: isaSchema,
  evidence: longText.describe('What was built, measured or documented on it'),
  sources: z.array(z.string().min(1).max(120)).default([]),
  targetId: id
    .nullable()
    .default(null)
    .describe('Target that ships with a record of this hypervisor, where that is the evidence'),
});
/** One technology on one instruction set. */
export type Port = z.infer<typeof portSchema>;

export const portsFileSchema = z.strictObject({ ports: z.array(portSchema) });
