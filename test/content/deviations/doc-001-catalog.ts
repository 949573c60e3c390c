import type { ItemDeviations } from './deviation.ts';

export const doc001: ItemDeviations = {
  item: 'DOC_001',
  amount: null,
  deviations: [
    { change: 'generated from the compiled catalog', none: 'it holds no row of the books' },
    { change: 'fingerprint of the logic of each item', none: 'it holds no row of the books' },
  ],
};
