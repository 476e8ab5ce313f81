import type { RoomChecks } from '../platform/doctor.ts';
import type { Marketplace, MarketplaceRoom } from './marketplace.ts';

/** What `doctor` looks at in a marketplace, a line each; nothing where it is switched off. */
export async function checksOf(name: string, { label, load }: MarketplaceRoom): Promise<RoomChecks> {
  const { config, open } = await load();
  return {
    parts: { [name]: config },
    async examine(doctor, { [name]: given }) {
      if (given === null || given === undefined) return;
      const marketplace = await open({ ...doctor.job, config: given }).catch((error: unknown) =>
        // Its secret cannot be read: a finding like any other.
        doctor.check<Marketplace>(label, [], () => Promise.reject(error)),
      );
      let before: unknown = marketplace;
      for (const { name: check, look } of marketplace?.checks ?? []) {
        before = await doctor.check(check, [before], async () => ({ value: true, detail: await look() }));
      }
    },
  };
}
