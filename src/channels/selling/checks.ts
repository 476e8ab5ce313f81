import { databaseOf } from '../../mysql/doctor.ts';
import type { Session } from '../../mysql/session.ts';
import type { Pool } from '../../mysql/pool.ts';
import type { Doctor, RoomChecks } from '../../platform/doctor.ts';
import type { Environment } from '../../platform/environment.ts';
import { ConfigurationError, UnavailableError } from '../../platform/errors.ts';
import type { Marketplace, MarketplaceRoom } from '../marketplace.ts';
import { countRows } from '../outbox.ts';
import { phrase } from '../phrase.ts';
import { sellingConfig } from '../selling.ts';
import { sharedOf } from '../shared/index.ts';

/** What `doctor` looks at of how a shop sells, and then of each marketplace. */
export async function marketplaceChecks(
  rooms: Readonly<Record<string, MarketplaceRoom>>,
): Promise<RoomChecks[]> {
  const ofEach = Object.entries(rooms).map(async ([name, room]) => [
    await checksOf(name, room),
    listingChecks(name, room),
  ]);
  return [sellingChecks(Object.values(rooms)), ...(await Promise.all(ofEach)).flat()];
}

/** What can be tried of one without sending it any change. */
export async function trialChecks(name: string, room: MarketplaceRoom): Promise<RoomChecks[]> {
  const ofRoom = await checksOf(name, room, { isTimed: true });
  return [offChecks(room), sellingChecks([room]), ofRoom, listingChecks(name, room)];
}

/** What a shop says of how it sells in marketplaces; nothing where none is on. */
function sellingChecks(rooms: readonly MarketplaceRoom[]): RoomChecks {
  return {
    parts: { selling: sellingConfig },
    isAsked: ({ env }) => rooms.some(({ onBy }) => isOn(env, onBy)),
    examine: () => Promise.resolve(),
  };
}

/** What `doctor` looks at in a marketplace, a line each; nothing where it is switched off. `isTimed`: also how long it takes to answer. */
export async function checksOf(
  name: string,
  { label, onBy, load }: MarketplaceRoom,
  { isTimed = false } = {},
): Promise<RoomChecks> {
  const { config, open } = await load();
  return {
    parts: { [name]: config },
    isAsked: ({ env }) => isOn(env, onBy),
    async examine(doctor, { [name]: given }) {
      if (given === null || given === undefined) return;
      const shared = sharedOf(sessionOf(doctor), name);
      const marketplace = await open({ ...doctor.job, config: given, shared }).catch((error: unknown) =>
        // Its secret cannot be read: a finding like any other.
        doctor.check<Marketplace>(label, [], () => Promise.reject(error)),
      );
      let before: unknown = marketplace;
      for (const { name: check, look } of marketplace?.checks ?? []) {
        before = await doctor.check(check, [before], async () => ({ value: true, detail: await look() }));
      }
      if (!isTimed) return;
      await doctor.check(phrase('check_answer', { service: label }), [before], async () => {
        const beganMs = performance.now();
        await marketplace?.checks[0]?.look();
        return { value: true, detail: phrase('answers_in', { ms: Math.round(performance.now() - beganMs) }) };
      });
    },
  };
}

/** The session that the database's own checks opened, for whoever waits for it: a marketplace that needs none is looked at without it. */
function sessionOf(doctor: Doctor): Pool {
  return {
    async use(work) {
      const { session, migrated } = databaseOf(doctor);
      if (session === undefined || migrated === undefined)
        throw new UnavailableError(phrase('needs_database'));
      return work(session);
    },
  };
}

/** What is known here of what it sells. */
function listingChecks(name: string, { label, onBy }: MarketplaceRoom): RoomChecks {
  return {
    parts: {},
    isAsked: ({ env }) => isOn(env, onBy),
    async examine(doctor) {
      const { session, migrated } = databaseOf(doctor);
      await doctor.check(phrase('check_listings', { service: label }), [session, migrated], async () => {
        const { listings, pulled, mapped } = await countListings(session as Session, name);
        const { pending, dead } = await countRows(session as Session, name);
        const detail =
          listings === 0
            ? phrase('none_pulled')
            : phrase('listings_known', { listings, pulled, mapped, pending, dead });
        return { value: true, detail, note: pulled === 0 || mapped === 0 || dead > 0 };
      });
    },
  };
}

/** Where somebody asks for a marketplace that is switched off. */
function offChecks({ label, onBy }: MarketplaceRoom): RoomChecks {
  return {
    parts: {},
    isAsked: ({ env }) => !isOn(env, onBy),
    async examine(doctor) {
      await doctor.check(label, [], () =>
        Promise.reject(new ConfigurationError(phrase('channel_off', { service: label, variable: onBy }))),
      );
    },
  };
}

/** Whatever else it is set to is shown, as what is wrong with it. */
function isOn(env: Environment, onBy: string): boolean {
  return (env[onBy] || 'off') !== 'off';
}

async function countListings(
  session: Session,
  channel: string,
): Promise<Record<'listings' | 'pulled' | 'mapped', number>> {
  const [row] = await session.read<Record<'listings' | 'pulled' | 'mapped', number>>(
    phrase('find_listings'),
    `SELECT COUNT(DISTINCT l.id) AS listings, COUNT(DISTINCT IF(l.status IS NULL, NULL, l.id)) AS pulled, COUNT(DISTINCT p.listing_id) AS mapped
       FROM channel_listing l LEFT JOIN channel_listing_part p ON p.listing_id = l.id
      WHERE l.channel = ?`,
    [channel],
  );
  return row ?? { listings: 0, pulled: 0, mapped: 0 };
}
