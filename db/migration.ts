/** What one step of the schema is. */

/** One step; `sql` is run in one transaction together with the version. */
export interface Migration {
  /** What `PRAGMA user_version` says afterwards. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
