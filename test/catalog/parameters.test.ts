import { describe, expect, it } from 'vitest';
import type { ItemDefinition } from '../../src/catalog/definition.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { constantProblems, deriveParameters } from '../../src/catalog/parameters.ts';
import { parsePeriod } from '../../src/kernel/period.ts';

const september = parsePeriod('2025-09');
const nigeriaAndGhana = resolveEntities(['GH', 'NG']);

const all: ItemDefinition['parameters'] = {
  derived: [
    'currencies',
    'companies',
    'cutoff',
    'period_start',
    'period_next',
    'year_start',
    'fx_year',
    'fx_month',
  ],
  constants: {
    gl_accounts: {
      type: 'text',
      value: ['13003', '13004'],
      reason: 'Accounts.',
      overridable: true,
    },
    since_created: { type: 'date', value: '2019-01-01', reason: 'Start.', overridable: true },
    limit_no: { type: 'integer', value: '7', reason: 'Limit.', overridable: true },
    fixed: { type: 'text', value: 'x', reason: 'Fixed.' },
  },
};
const definition = { id: 'CR_03', parameters: all };

function valuesOf(...arguments_: Parameters<typeof deriveParameters>) {
  return deriveParameters(...arguments_).map(({ name, value }) => [name, value]);
}

describe('parameters of a run', () => {
  it('RU-6 derives every value from period and entities, in declared order, as exact text', () => {
    expect(valuesOf(definition, september, nigeriaAndGhana)).toEqual([
      ['currencies', ['GHS', 'NGN', 'USD']],
      ['companies', ['EC_NG', 'JD_GH']],
      ['cutoff', '2025-09-30'],
      ['period_start', '2025-09-01'],
      ['period_next', '2025-10-01'],
      ['year_start', '2025-01-01'],
      ['fx_year', '2025'],
      ['fx_month', '9'],
      ['gl_accounts', ['13003', '13004']],
      ['since_created', '2019-01-01'],
      ['limit_no', '7'],
      ['fixed', 'x'],
    ]);
  });

  it('RU-4 rolls December over to January of the next year', () => {
    const values = Object.fromEntries(
      valuesOf(definition, parsePeriod('2025-12'), nigeriaAndGhana),
    );
    expect(values).toMatchObject({ cutoff: '2025-12-31', period_next: '2026-01-01' });
  });

  it('D-1 says of each value its type and who supplied it', () => {
    const given = deriveParameters(definition, september, nigeriaAndGhana, {
      gl_accounts: ['18412'],
    });
    expect(given.map(({ name, type, origin }) => `${name} ${type} ${origin}`)).toEqual([
      'currencies text entity selection',
      'companies text entity selection',
      'cutoff date period',
      'period_start date period',
      'period_next date period',
      'year_start date period',
      'fx_year integer period',
      'fx_month integer period',
      'gl_accounts text operator',
      'since_created date definition',
      'limit_no integer definition',
      'fixed text definition',
    ]);
    expect(given.find(({ name }) => name === 'gl_accounts')).toMatchObject({
      value: ['18412'],
      replaced: ['13003', '13004'],
    });
  });

  it('keeps XOF when only EC_IC is selected', () => {
    expect(valuesOf(definition, september, resolveEntities(['EC_IC']))[0]).toEqual([
      'currencies',
      ['XOF', 'USD'],
    ]);
  });

  it.each([
    [{ fixed: 'y' }, ':fixed belongs to the definition'],
    [{ companies: ['EC_NG'] }, ':companies follows from the period and the entities'],
    [{ gl_acounts: ['1'] }, 'no parameter :gl_acounts (did you mean "gl_accounts"?)'],
    [{ toString: 'x' }, 'no parameter :toString'],
    [{ gl_accounts: '13003' }, ':gl_accounts takes a list'],
    [{ limit_no: ['1'] }, ':limit_no takes one value'],
    [{ gl_accounts: [] }, 'the list is empty'],
    [{ gl_accounts: ['1', '2', '1'] }, '"1" stands in the list twice'],
    [{ gl_accounts: ['a\u0000b'] }, 'U+0000'],
    [{ since_created: '2023-02-29' }, 'expected a real day'],
    [{ since_created: ' 2023-02-28' }, 'without blanks'],
    [{ limit_no: '1.0' }, 'expected a 64-bit integer'],
    [{ limit_no: '-0' }, 'expected a 64-bit integer'],
    [{ limit_no: '9223372036854775808' }, 'expected a 64-bit integer'],
    [{ limit_no: '-9223372036854775809' }, 'expected a 64-bit integer'],
  ])('D-1 refuses the value %j', (overrides, message) => {
    expect(() => deriveParameters(definition, september, nigeriaAndGhana, overrides)).toThrow(
      expect.objectContaining({ code: 'BAD_PARAMETER', message: expect.stringContaining(message) }),
    );
  });

  it('names every value that cannot be taken, and what may be given', () => {
    expect(() =>
      deriveParameters(definition, september, nigeriaAndGhana, { fixed: 'y', nothing: 'z' }),
    ).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/:fixed.*:nothing/),
        advice: 'An operator may give :gl_accounts, :since_created, :limit_no.',
      }),
    );
    const closed = { id: 'CR_04', parameters: { derived: [] } };
    expect(() => deriveParameters(closed, september, nigeriaAndGhana, { x: '1' })).toThrow(
      expect.objectContaining({ advice: 'CR_04 takes no parameters from an operator.' }),
    );
  });

  it('takes 64-bit extremes and empty text as they are', () => {
    expect(
      constantProblems('integer', ['9223372036854775807', '-9223372036854775808', '0']),
    ).toEqual([]);
    expect(constantProblems('text', '')).toEqual([]);
  });
});
