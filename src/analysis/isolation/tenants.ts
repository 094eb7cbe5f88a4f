/** Whose code an application is: between different owners there is a trust boundary. */
import type { Application } from '../../model/application.ts';

/**
 * Third parties are different owners when their names differ; an untrusted one is another owner than a third party.
 *
 * @param application any application
 * @returns its owner: equal texts are one owner; null where nobody says whose code it is
 */
export function tenantOf({ trust, supplier }: Application): string | null {
  if (trust === null) return null;
  return trust === 'own' ? 'own' : `${trust} ${supplier ?? ''}`.trim();
}
