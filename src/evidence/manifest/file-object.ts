import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';

/** `criticalColumnGaps` in code is `critical_column_gaps` on disk (style.md section 4). */
type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

type Shape = Readonly<Record<string, z.ZodType>>;
type OnDisk<S extends Shape> = { [K in keyof S & string as SnakeCase<K>]: z.input<S[K]> };
type InCode<S extends Shape> = { readonly [K in keyof S]: z.output<S[K]> };

/** Two-way schema of one value: decoded when a file is read, encoded when it is written. */
export type FileSchema<Value, OnDiskForm = unknown> = z.ZodType<Value, OnDiskForm>;

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * An object of a package's JSON file: all names required, in this order, camelCase in code and snake_case on
 * disk. Names that are not known are refused unless they start with `x_`, which are passed over
 * (evidence-package 3.2).
 */
export function fileObject<S extends Shape>(shape: S): FileSchema<InCode<S>, OnDisk<S>> {
  const names = Object.keys(shape).map((name) => [name, snakeCase(name)] as const);
  const known = new Set(names.map(([, snake]) => snake));
  const onDisk = z
    .looseObject(Object.fromEntries(names.map(([name, snake]) => [snake, shape[name]])) as Shape)
    .superRefine((value, context) => {
      for (const name of Object.keys(value)) {
        if (known.has(name) || name.startsWith('x_')) continue;
        context.addIssue({ code: 'custom', message: 'this name is not known', path: [name] });
      }
    });
  const codec = z.codec(onDisk, z.custom<Record<string, unknown>>(), {
    decode: (value) => Object.fromEntries(names.map(([name, snake]) => [name, value[snake]])),
    encode: (value) => Object.fromEntries(names.map(([name, snake]) => [snake, value[name]])),
  });
  // the names are mapped one by one at run time, which the types of both sides already say
  return codec as unknown as FileSchema<InCode<S>, OnDisk<S>>;
}

/** A value that packages of earlier versions do not have: absent reads as null; it is always written. */
export function addedLater<Value extends Json>(
  field: FileSchema<Value, Value>,
): FileSchema<Value | null, Value | null> {
  // the default makes the form on disk optional, which only readers of older packages meet
  return field.nullable().default(null) as unknown as FileSchema<Value | null, Value | null>;
}

/** Text that one of the kernel's parsers accepts, unchanged on disk. */
export function textOf<Text extends string>(parse: (text: string) => Text): FileSchema<Text, Text> {
  return z.custom<Text>((value) => typeof value === 'string' && accepts(parse, value), {
    error: (issue) => `not of the expected form: ${JSON.stringify(issue.input)}`,
  });
}

function accepts<Text extends string>(parse: (text: string) => Text, value: string): boolean {
  try {
    return parse(value) === value;
  } catch {
    return false;
  }
}
