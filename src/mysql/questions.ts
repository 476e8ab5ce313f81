import type { RoomQuestions } from '../platform/interview.ts';
import { databaseConfig } from './config.ts';
import { openDatabase } from './open.ts';
import { phrase } from './phrase.ts';

const user = { USER_DB: phrase('ask_user') };
const password = { PASSWORD_DB: phrase('ask_password') };
const schema = { NAME_DB: phrase('ask_schema') };

const direct = {
  HOST_DB: phrase('ask_host'),
  PORT_DB: phrase('ask_port'),
  ...user,
  ...password,
  ...schema,
};

const cloudSql = {
  INSTANCE_DB: phrase('ask_instance'),
  IP_TYPE_DB: phrase('ask_ip_type'),
  AUTH_TYPE_DB: phrase('ask_auth_type'),
  ...user,
};

export const questions: RoomQuestions = {
  async ask(interview) {
    const ways = [
      { value: 'direct', label: phrase('way_direct') },
      { value: 'cloud_sql', label: phrase('way_cloud_sql') },
    ];
    await interview.until(
      databaseConfig,
      phrase('check_login'),
      async () => {
        const usual = interview.env['INSTANCE_DB'] === undefined ? 'direct' : 'cloud_sql';
        if ((await interview.choose(phrase('ask_way'), ways, usual)) === 'direct') {
          // Both would win over host and port.
          interview.set('INSTANCE_DB', undefined);
          interview.set('SOCKET_DB', undefined);
          await interview.ask(databaseConfig, direct);
          return;
        }
        await interview.ask(databaseConfig, cloudSql);
        if (interview.env['AUTH_TYPE_DB'] === 'PASSWORD') await interview.ask(databaseConfig, password);
        await interview.ask(databaseConfig, schema);
      },
      async (database, resources) => {
        const { server } = await openDatabase({ ...resources, config: { database } });
        return { value: true, detail: `${server.kind} ${server.version}` };
      },
    );
  },
};
