import { dateOf } from '../model/calendar.ts';
import { SALES_ORDERS } from '../tables/bob.ts';
import { BALANCE_VIEW, FX_RATES } from '../tables/fin-rec.ts';
import type { BreakScene } from './break-scene.ts';
import { fails, type PlannedBreak } from './planned-break.ts';
import { addToBalance, balanceKey } from './postings.ts';
import { copyRow, date, deleteRows, text, updateRow } from './statements.ts';

function orderBreaks({ firstOrder }: BreakScene): readonly PlannedBreak[] {
  const twice = firstOrder('EC_KE').id.toString();
  const negative = firstOrder('JD_UG').id.toString();
  return [
    {
      id: 'order_twice',
      description: 'An order of EC_KE stands twice among the sales orders',
      statements: [copyRow(SALES_ORDERS, { id_company: text('EC_KE'), order_id: twice })],
      expected: { IPE_09: [fails('unique_key', ['EC_KE', twice])] },
    },
    {
      id: 'negative_order',
      description: 'An order of JD_UG has a negative total',
      statements: [
        updateRow(
          SALES_ORDERS,
          { id_company: text('JD_UG'), order_id: negative },
          { total_amount: '-"total_amount"' },
        ),
      ],
      expected: { IPE_09: [fails('none_negative', ['JD_UG', negative])] },
    },
  ];
}

function missingRate({ period }: BreakScene): PlannedBreak {
  const month = dateOf(period.cutoff);
  return {
    id: 'rate_missing',
    description: 'Algeria, an active company in scope, has no closing rate for the month',
    statements: [
      deleteRows(FX_RATES, {
        country_code: text('DZ'),
        rate_type: text('Closing'),
        base_currency: text('USD'),
        year: Number(month.slice(0, 4)).toString(),
        cod_month: Number(month.slice(5, 7)).toString(),
      }),
    ],
    expected: { CR_05: [fails('not_null_fx_rate', ['JD_DZ', 'DZ'])] },
  };
}

function balanceOff(scene: BreakScene, company: string, amount: string): readonly string[] {
  return [addToBalance(scene, company, '18350', '', amount)];
}

function balanceBreaks(scene: BreakScene): readonly PlannedBreak[] {
  const { period } = scene;
  const closing = dateOf(period.cutoff);
  const staleKey = ['JD_DZ', closing, '18412', '18412', 'DZD', '', 'DZ', '', ''];
  return [
    {
      id: 'stale_balance',
      description: 'A balance of JD_DZ was refreshed a second before the period ended',
      statements: [
        updateRow(BALANCE_VIEW, balanceKey(scene, 'JD_DZ', '18412', ''), {
          REFRESH_DATE: `TIMESTAMP ${text(`${closing} 23:59:59`)}`,
        }),
      ],
      expected: { CR_04: [fails('refreshed_after_period', staleKey)] },
    },
    {
      id: 'balance_within_tolerance',
      description: 'The balance of JD_GH on account 18350 is off by 0.01, which is allowed',
      statements: balanceOff(scene, 'JD_GH', '0.01'),
      expected: { CR_03: [], CR_04: [] },
    },
    {
      id: 'balance_off',
      description: 'The balance of HF_SN on account 18350 is off by 0.02',
      statements: balanceOff(scene, 'HF_SN', '0.02'),
      expected: {
        CR_03: [fails('tie_out_movement', ['HF_SN', '18350'])],
        CR_04: [fails('tie_out_ledger_entries', ['HF_SN', '18350'])],
      },
    },
    {
      id: 'balance_missing',
      description: 'The balance view lacks the voucher liability of JM_EG',
      statements: [
        deleteRows(BALANCE_VIEW, {
          ID_COMPANY: text('JM_EG'),
          CLOSING_DATE: date(period.cutoff),
          GROUP_COA_ACCOUNT_NO: text('18412'),
        }),
      ],
      expected: {
        CR_03: [fails('tie_out_movement', ['JM_EG', '18412'])],
        CR_04: [
          fails('every_account_with_entries', ['JM_EG', '18412']),
          fails('every_company_has_vouchers', ['JM_EG']),
          fails('tie_out_ledger_entries', ['JM_EG', '18412']),
        ],
      },
    },
  ];
}

/** Errors in the reports' own sources: orders, rates, the balance view. */
export function reportBreaks(scene: BreakScene): readonly PlannedBreak[] {
  return [...orderBreaks(scene), missingRate(scene), ...balanceBreaks(scene)];
}
