import {
  type CompanyCode,
  type EntityCode,
  parseCompanyCode,
  parseEntityCode,
} from '../kernel/ids.ts';
import { CatalogError } from './catalog-error.ts';

/** A company of the group: data columns hold its code, names and selections its ISO code (domain/catalog.md RU-2). */
export interface Company {
  readonly code: CompanyCode;
  readonly entity: EntityCode;
  /** ISO 4217 code of the local currency. */
  readonly currency: string;
  /** IANA zone of its sources' wall time (domain/catalog.md RU-5). */
  readonly timeZone: string;
}

/** Whom a run is for. */
export interface EntitySelection {
  /** ISO code of the one company, `ALL` for several. */
  readonly entity: EntityCode;
  /** Never empty, in the order of COMPANIES. */
  readonly companies: readonly Company[];
}

function company(entity: string, code: string, currency: string, timeZone: string): Company {
  return { code: parseCompanyCode(code), entity: parseEntityCode(entity), currency, timeZone };
}

/** The nine active companies (domain/catalog.md 1.5). Côte d'Ivoire is CI, its company is EC_IC. */
export const COMPANIES: readonly Company[] = Object.freeze([
  company('NG', 'EC_NG', 'NGN', 'Africa/Lagos'),
  company('GH', 'JD_GH', 'GHS', 'Africa/Accra'),
  company('CI', 'EC_IC', 'XOF', 'Africa/Abidjan'),
  company('SN', 'HF_SN', 'XOF', 'Africa/Dakar'),
  company('KE', 'EC_KE', 'KES', 'Africa/Nairobi'),
  company('UG', 'JD_UG', 'UGX', 'Africa/Kampala'),
  company('DZ', 'JD_DZ', 'DZD', 'Africa/Algiers'),
  company('EG', 'JM_EG', 'EGP', 'Africa/Cairo'),
  company('MA', 'EC_MA', 'MAD', 'Africa/Casablanca'),
]);

const ALL = parseEntityCode('ALL');

const BY_TOKEN: ReadonlyMap<string, Company> = new Map([
  ...COMPANIES.map((one): [string, Company] => [one.code, one]),
  ...COMPANIES.map((one): [string, Company] => [one.entity, one]),
]);

/**
 * The company a token stands for: ISO code or company code, blanks around it and case ignored (domain/catalog.md RU-2).
 * @throws CatalogError UNKNOWN_ENTITY, listing what is known
 */
export function resolveEntity(
  token: string,
  advice = 'Give an ISO code or a company code.',
): Company {
  const found = BY_TOKEN.get(token.trim().toUpperCase());
  if (found !== undefined) return found;
  const known = COMPANIES.map(({ entity, code }) => `${entity} (${code})`).join(', ');
  throw new CatalogError(
    'UNKNOWN_ENTITY',
    `${JSON.stringify(token)} is no entity we know; known are ${known}`,
    { advice },
  );
}

/**
 * The companies of a run, each once: `['ALL']` (alone) is all nine, one company makes the run that entity's.
 * @throws CatalogError UNKNOWN_ENTITY, also when nothing is selected
 */
export function resolveEntities(tokens: readonly string[]): EntitySelection {
  const wanted = tokens.map((token) => token.trim().toUpperCase());
  if (wanted.length === 1 && wanted[0] === ALL) return { entity: ALL, companies: COMPANIES };
  const advice = 'Give ISO codes, company codes, or ALL alone.';
  const chosen = new Set(tokens.map((token) => resolveEntity(token, advice)));
  const companies = COMPANIES.filter((one) => chosen.has(one));
  const [first, second] = companies;
  if (first === undefined) {
    throw new CatalogError('UNKNOWN_ENTITY', 'no entity is selected', {
      advice: 'Give at least one ISO code or company code, or ALL.',
    });
  }
  return { entity: second === undefined ? first.entity : ALL, companies };
}
