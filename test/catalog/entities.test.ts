import { describe, expect, it } from 'vitest';
import { COMPANIES, resolveEntities, resolveEntity } from '../../src/catalog/entities.ts';

describe('entities', () => {
  it('RU-2 finds each of the nine companies by ISO code and by company code', () => {
    expect(COMPANIES).toHaveLength(9);
    for (const company of COMPANIES) {
      expect(resolveEntity(company.code)).toBe(company);
      expect(resolveEntity(company.entity)).toBe(company);
    }
  });

  it('RU-2 knows that the company of CI is EC_IC, whose currency is XOF', () => {
    expect(resolveEntity('CI')).toEqual({
      code: 'EC_IC',
      entity: 'CI',
      currency: 'XOF',
      timeZone: 'Africa/Abidjan',
    });
    expect(resolveEntity('EC_IC')).toBe(resolveEntity('CI'));
  });

  it('RU-2 ignores case and blanks around a token', () => {
    expect(resolveEntity('  ec_ng ').entity).toBe('NG');
    expect(resolveEntity('ng').code).toBe('EC_NG');
  });

  it.each(['EC_CI', 'IC', 'TN', '', 'constructor', 'ALL'])(
    'RU-2 refuses the unknown token %j and lists what is known',
    (token) => {
      expect(() => resolveEntity(token)).toThrow(
        expect.objectContaining({
          code: 'UNKNOWN_ENTITY',
          message: expect.stringMatching(/NG \(EC_NG\).*MA \(EC_MA\)/),
        }),
      );
    },
  );

  it('RU-5 gives every company an IANA zone the machine knows', () => {
    for (const { timeZone } of COMPANIES) {
      expect(new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone).toBe(timeZone);
    }
  });

  it('RU-3 takes ALL for the nine companies', () => {
    expect(resolveEntities([' all '])).toEqual({ entity: 'ALL', companies: COMPANIES });
  });

  it('RU-2 calls one company by its ISO code and several ALL, each company once', () => {
    expect(resolveEntities(['EC_KE', 'ke']).entity).toBe('KE');
    expect(resolveEntities(['EC_KE', 'ke']).companies).toHaveLength(1);
    const two = resolveEntities(['GH', 'EC_NG']);
    expect(two.entity).toBe('ALL');
    expect(two.companies.map(({ code }) => code)).toEqual(['EC_NG', 'JD_GH']);
  });

  it('refuses an empty selection, and ALL beside a company', () => {
    expect(() => resolveEntities([])).toThrow(/no entity is selected/);
    expect(() => resolveEntities(['NG', 'ALL'])).toThrow(/"ALL" is no entity/);
  });
});
