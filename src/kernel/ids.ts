import { ParseError } from './errors.ts';

declare const brand: unique symbol;
/** A string that passed its parser; the brand exists for the compiler only, and one string may carry several. */
export type Branded<Name extends string> = string & {
  readonly [brand]: { readonly [Key in Name]: true };
};

/** A catalog item: `IPE_07`, `IPE_08_TIMING`, `CR_05a`, `DOC_001`. Unique, never reused (domain/sox.md A-2). */
export type ItemId = Branded<'ItemId'>;
/** A control: `C-PG-1`. */
export type ControlId = Branded<'ControlId'>;
/** ISO code of a legal entity's country, or `ALL` (domain/catalog.md RU-2). */
export type EntityCode = Branded<'EntityCode'>;
/** A company code as it stands in data columns: `EC_NG` (domain/catalog.md RU-2). */
export type CompanyCode = Branded<'CompanyCode'>;
/** One execution of a plan, a UUID. */
export type RunId = Branded<'RunId'>;

function parserOf<Name extends string>(what: string, form: RegExp, example: string) {
  return (text: string): Branded<Name> => {
    if (form.test(text)) return text as Branded<Name>;
    throw new ParseError(
      'BAD_ID',
      `${what} must look like ${example}, got ${JSON.stringify(text)}`,
    );
  };
}

/** @throws ParseError BAD_ID; the form is the one package names are read back by (evidence-package 2). */
export const parseItemId = parserOf<'ItemId'>(
  'an item id',
  /^[A-Z]{2,8}(_[A-Za-z0-9]{2,12}){0,2}$/,
  'IPE_07 or CR_05a',
);
/** @throws ParseError BAD_ID */
export const parseControlId = parserOf<'ControlId'>(
  'a control id',
  /^(ALL|[A-Z]{1,4}-[A-Z]{1,4}-[0-9]{1,3})$/,
  'C-PG-1',
);
/** @throws ParseError BAD_ID */
export const parseEntityCode = parserOf<'EntityCode'>(
  'an entity',
  /^([A-Z]{2}|ALL)$/,
  'NG (ISO code) or ALL',
);
/** @throws ParseError BAD_ID */
export const parseCompanyCode = parserOf<'CompanyCode'>(
  'a company code',
  /^[A-Z0-9]{2,6}(_[A-Z0-9]{2,6}){1,2}$/,
  'EC_NG',
);
/** @throws ParseError BAD_ID */
export const parseSourceName = parserOf<'SourceName'>(
  'a source name',
  /^[a-z][a-z0-9_]{1,39}$/,
  'nav_dw',
);
/** @throws ParseError BAD_ID */
export const parseRunId = parserOf<'RunId'>(
  'a run id',
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'a lower-case UUID',
);
