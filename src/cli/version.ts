/** The version of the program that runs. */
import { findInstallation } from '../host/installation.ts';

/** @returns for example `0.1.0` */
export function programVersion(): string {
  return findInstallation().version;
}
