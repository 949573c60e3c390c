import { describe, expect, it } from 'vitest';
import { driverError } from '../../../src/runners/mssql/driver-errors.ts';

const said = (number: number, severity = 16) =>
  Object.assign(new Error(`message ${number}`), { number, state: 1, class: severity });
const coded = (code: string, message = 'refused') => Object.assign(new Error(message), { code });
const errorOf = (thrown: readonly unknown[], opened?: boolean) =>
  driverError('query extract', thrown, (text) => text, opened);

describe('mssql.md 8.5: what is worth another attempt', () => {
  it.each([
    ['a division by zero, whatever followed it', [8134, 1205], 'QUERY_REJECTED', false],
    ['a damaged page, whatever followed it', [824, 3960], 'SOURCE_CORRUPT', false],
    ['a deadlock, whatever followed it', [1205, 3621], 'SOURCE_UNAVAILABLE', true],
  ] as const)('the first number is the reason: %s', (_name, numbers, code, transient) => {
    expect(errorOf(numbers.map((number) => said(number)))).toMatchObject({
      code,
      transient,
      message: expect.stringContaining(`error ${numbers[0]}`),
    });
  });

  it.each([
    [211, 23, 'SOURCE_CORRUPT', false],
    [5242, 22, 'SOURCE_CORRUPT', false],
    [17836, 20, 'SOURCE_UNAVAILABLE', false],
    [99_999, 20, 'SOURCE_UNAVAILABLE', false],
    [99_999, 17, 'OUT_OF_RESOURCES', false],
    [99_999, 16, 'QUERY_REJECTED', false],
    [596, 21, 'SOURCE_UNAVAILABLE', true],
    [6005, 14, 'SOURCE_UNAVAILABLE', true],
  ] as const)('number %i of class %i', (number, severity, code, transient) => {
    expect(errorOf([said(number, severity)])).toMatchObject({ code, transient });
  });

  it.each(['ESOCKET', 'ECONNRESET', 'ECLOSE', 'ETIMEOUT', 'EINSTLOOKUP', 'EINVALIDSTATE'])(
    'the connection was lost: %s',
    (code) => {
      expect(errorOf([coded(code)])).toMatchObject({ transient: true });
    },
  );

  it.each(['EARGS', 'EPARAM', 'EINJECT', 'EABORT', 'ENOTHINGKNOWN'])(
    'nothing is known to pass: %s',
    (code) => {
      expect(errorOf([coded(code)])).toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        transient: false,
      });
      expect(errorOf([new Error('no code')])).toMatchObject({ transient: false });
    },
  );

  it('an answer that cannot be read ends its connection', () => {
    // as the guard says it with the driver's one version, and as the other says it by itself
    for (const message of ['the answer cannot be read: Unknown type: 153', 'Unknown type: 153']) {
      expect(errorOf([coded('EREQUEST', message)])).toMatchObject({ transient: true });
    }
  });

  it('a connection that is lost between requests has no code and may be tried again', () => {
    const lost = new Error('unexpected end of message stream');
    expect(errorOf([lost])).toMatchObject({ code: 'SOURCE_UNAVAILABLE', transient: true });
  });

  it('4060 may pass where the same login had opened its database before', () => {
    expect(errorOf([said(4060)], false)).toMatchObject({ code: 'AUTH_FAILED', transient: false });
    expect(errorOf([said(4060)], true)).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      transient: true,
    });
  });
});
