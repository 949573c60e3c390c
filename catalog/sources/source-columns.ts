import type { SourceColumnDefinition, SourceType } from '../../src/catalog/definition.ts';

/** A column that always holds a value; NAV writes blank text as '' and a blank date as 1753-01-01. */
export const filled = (type: SourceType): SourceColumnDefinition => ({ type, nullable: false });
/** A column that may be NULL. */
export const optional = (type: SourceType): SourceColumnDefinition => ({ type, nullable: true });
/** A code that queries compare: never NULL, held to the trailing-blank and case-twin contract. */
export const code = (type: SourceType): SourceColumnDefinition => ({
  type,
  nullable: false,
  code: true,
});
/** A compared code that may be missing. */
export const optionalCode = (type: SourceType): SourceColumnDefinition => ({
  type,
  nullable: true,
  code: true,
});
