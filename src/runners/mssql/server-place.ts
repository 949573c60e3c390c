import { isIPv6 } from 'node:net';
import type { Given, GivenSettings } from './connection-keywords.ts';
import { badSettings, type MssqlConnection } from './mssql-connection.ts';

const DEFAULT_PORT = 1433;
const HOST = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/;
const INSTANCE = /^[A-Za-z_#][A-Za-z0-9_$#]{0,15}$/;
const ADVICE = 'Write host, host,port or host\\instance; tcp: may stand before it.';

/** Host and port or instance: `tcp:db.example,1433`, `db\FINANCE`. @throws SettingsError */
export function serverPlace(
  given: GivenSettings,
): Pick<MssqlConnection, 'server' | 'port' | 'instanceName'> {
  const server = given.get('server');
  if (server === undefined) throw badSettings('no server is named', ADVICE);
  const text = server.value.trim().replace(/^tcp:/i, '');
  if (/^(np|lpc|admin):/i.test(text) || /^\(localdb\)/i.test(text) || text.startsWith('\\\\')) {
    throw badSettings(
      `${server.keyword} names a pipe, shared memory or the administrator's port`,
      'Only TCP is possible: host,port.',
    );
  }
  const [beforePort = '', port, ...more] = text.split(',').map((part) => part.trim());
  const [host = '', instance, ...deeper] = beforePort.split('\\').map((part) => part.trim());
  if (more.length > 0 || deeper.length > 0) throw badServer(server);
  const name = host === '.' || /^\(local\)$/i.test(host) ? 'localhost' : host;
  if (!HOST.test(name) && !isIPv6(name)) throw badServer(server);
  const ports = [own(server, port), given.get('port')].filter((each) => each !== undefined);
  const instances = [own(server, instance), given.get('instance')].filter(
    (each) => each !== undefined,
  );
  const [first, second] = [...ports, ...instances];
  if (first === undefined) return { server: name, port: DEFAULT_PORT, instanceName: null };
  if (ports.length > 0 && instances.length > 0) {
    throw badSettings(
      `${first.keyword} and ${second?.keyword} name a port and an instance, which exclude each other`,
      'Give the port; the name of an instance is only needed to ask for its port.',
    );
  }
  if (second !== undefined && second.value !== first.value) {
    throw badSettings(
      `${first.keyword} and ${second.keyword} give two values to one setting`,
      'Give one of them.',
    );
  }
  if (instances.length > 0) {
    if (INSTANCE.test(first.value)) return { server: name, port: null, instanceName: first.value };
    throw badSettings(`${first.keyword} holds no name of an instance`, ADVICE);
  }
  const number = /^[0-9]{1,5}$/.test(first.value) ? Number(first.value) : 0;
  if (number >= 1 && number <= 65_535) return { server: name, port: number, instanceName: null };
  throw badSettings(`${first.keyword} holds no port from 1 to 65535`, ADVICE);
}

function own({ keyword }: Given, value: string | undefined): Given | undefined {
  return value === undefined ? undefined : { keyword, value };
}

function badServer({ keyword }: Given) {
  return badSettings(`${keyword} names no host`, ADVICE);
}
