/** The steps that make a database of this version, and the runner that takes them. */
import type { Db } from './connection.ts';
import type { Migration } from './migration.ts';
import { migration0001 } from './migrations/0001-plan.ts';
import { migration0002 } from './migrations/0002-technologies.ts';
import { migration0003 } from './migrations/0003-timing.ts';
import { migration0004 } from './migrations/0004-dependencies.ts';
import { migration0005 } from './migrations/0005-timing-results.ts';
import { migration0006 } from './migrations/0006-interference.ts';
import { migration0007 } from './migrations/0007-stated-timing.ts';

/** Every step, oldest first; versions count from 1 without a gap. */
export const MIGRATIONS: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
];

/** The version that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** `PRAGMA application_id` of a plan: the letters PRTA. */
export const APPLICATION_ID = 0x50525441;

/**
 * Brings a database to a version, each step in a transaction of its own.
 *
 * @param db an empty database or a plan of an older version
 * @param to version to stop at, for tests of single steps
 */
export function migrate(db: Db, to: number = SCHEMA_VERSION): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  for (const { version, sql } of MIGRATIONS) {
    if (version <= from || version > to) continue;
    db.transaction(() => {
      if (version === 1) db.pragma(`application_id = ${APPLICATION_ID}`);
      db.exec(sql);
      db.pragma(`user_version = ${version}`);
    })();
  }
}
