/** Business lines as Dim_Busline lists them for every company. */
export const BUSLINES: readonly { readonly code: string; readonly names: readonly string[] }[] = [
  { code: 'BL01', names: ['Marketplace', 'Electronics', 'Phones'] },
  { code: 'BL02', names: ['Marketplace', 'Electronics', 'Appliances'] },
  { code: 'BL03', names: ['Marketplace', 'Fashion', 'Clothing & shoes'] },
  { code: 'BL04', names: ['Retail', 'Consumables', 'Grocery'] },
  { code: 'BL05', names: ['Services', 'Logistics', 'Delivery, returns'] },
  { code: 'BL90', names: ['Services', 'Known records', 'One customer a company'] },
];

/** Used by one known customer of each company only. */
export const KNOWN_BUSLINE = 'BL90';

/** A business line that stands on entries and in no dimension: a look-up that finds nothing. */
const UNLISTED_BUSLINE = 'BL99';

/** Codes drawn for customers; blank is common. */
export const DRAWN_BUSLINES: readonly [string, ...string[]] = [
  '',
  'BL01',
  'BL02',
  'BL03',
  'BL04',
  'BL05',
  UNLISTED_BUSLINE,
];

/** Every code that may stand on an entry. */
export const BUSLINE_CODES: readonly string[] = [...DRAWN_BUSLINES, KNOWN_BUSLINE];
