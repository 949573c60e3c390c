import type { CheckKind, CheckSpec } from '../catalog/check-spec.ts';

/** The declaration of one kind of check. */
export type SpecOf<Kind extends CheckKind> = Extract<CheckSpec, { readonly kind: Kind }>;
