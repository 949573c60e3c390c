import {
  type MeasureFigure,
  type MeasureJson,
  writeMeasure,
} from '../evidence/manifest/measure-json.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import type { Measure, MeasuredFigure } from '../validation/measure.ts';
import type { Member } from './run-record.ts';

function figureOf(figure: MeasuredFigure): MeasureFigure {
  return { ...figure, columns: [...figure.columns], lines: [...figure.lines] };
}

function measureJson({ navSign, accounts, measure, disclosed }: Measure): MeasureJson {
  return {
    schema: 'measure/v1',
    navSign,
    accountColumn: 'column' in accounts ? accounts.column : null,
    accounts:
      'column' in accounts ? [] : accounts.map(({ account, where = null }) => ({ account, where })),
    measure: figureOf(measure),
    disclosed: disclosed.map(figureOf),
  };
}

/** data/04_data/measure.json, for items that are a term of the control's sum. */
export function measureMembers(measure: Measure | null): readonly Member[] {
  return measure === null
    ? []
    : [{ path: MEMBER.measure, content: writeMeasure(measureJson(measure)) }];
}
