import { RunnerError } from '../runner.ts';
import {
  CLOCK,
  DAY,
  decimalForm,
  fraction,
  momentForm,
  OFFSET,
  OFFSET_LENGTH,
} from './cell-forms.ts';
import { shortestDouble, shortestSingle } from './float-text.ts';
import { isWellFormed } from './well-formed.ts';

/** A column of the result on its way: the server sends text or bytes, the client only rewrites fixed places of it. */
export interface TransportColumn {
  readonly name: string;
  /** Type as the server described it: `decimal(19,4)`. */
  readonly sourceType: string;
  /**
   * Delivered text of a cell that is not NULL.
   * @throws RunnerError TEXT_NUL, TEXT_NOT_WELL_FORMED or SOURCE_CORRUPT naming the column; `atRow` adds the row
   */
  read(cell: string | Uint8Array): string;
  /** The same unchecked: what is no text, or holds U+0000 or halves of surrogate pairs, is for `read` to judge. */
  receive(cell: string | Uint8Array): string | null;
}

/** How values of a described type travel exactly. */
export interface TransportType {
  /** T-SQL that turns an expression of the type into what is sent. */
  readonly send: (expression: string) => string;
  /** Delivered text; null when the cell has not the form that the type is sent in. */
  readonly receive: (cell: string | Uint8Array) => string | null;
  /** Whether text goes through as stored, so that it has to be checked. */
  readonly holdsText: boolean;
  /** A binary float: no declared type but text takes it. */
  readonly approximate: boolean;
}

type Receive = TransportType['receive'];

const asText: Receive = (cell) => (typeof cell === 'string' ? cell : null);

const asHex: Receive = (cell) => {
  if (typeof cell === 'string') return null;
  const { buffer, byteOffset, byteLength } = cell;
  return `0x${Buffer.from(buffer, byteOffset, byteLength).toString('hex').toUpperCase()}`;
};

/** Text as sent, when it has exactly this form. */
function formed(form: RegExp): Receive {
  return (cell) => (typeof cell === 'string' && form.test(cell) ? cell : null);
}

/** The blank between date and time becomes `T`, the one before an offset goes; the offset stays as stored. */
function joined(form: RegExp, offset = 0): Receive {
  return (cell) => {
    if (typeof cell !== 'string' || !form.test(cell)) return null;
    if (offset === 0) return `${cell.slice(0, 10)}T${cell.slice(11)}`;
    return `${cell.slice(0, 10)}T${cell.slice(11, -offset - 1)}${cell.slice(-offset)}`;
  };
}

function rewritten(rewrite: (text: string) => string | null): Receive {
  return (cell) => (typeof cell === 'string' ? rewrite(cell.trim()) : null);
}

/** Targets always have a length: without one CONVERT cuts at 30 characters, without a word. */
function converted(target: string, style?: number) {
  const ending = style === undefined ? '' : `, ${style}`;
  return (expression: string) => `CONVERT(${target}, ${expression}${ending})`;
}

const asIs = (expression: string): string => expression;

function sent(
  send: TransportType['send'],
  receive: Receive = asText,
  { holdsText = false, approximate = false } = {},
): TransportType {
  return { send, receive, holdsText, approximate };
}

const text = (send: TransportType['send']): TransportType =>
  sent(send, asText, { holdsText: true });

/** Through a decimal of the same digits: the styles of money print two decimals, or differ between servers. */
const money = (target: string, precision: number): TransportType =>
  sent(
    (expression) => converted(target)(converted(`decimal(${precision},4)`)(expression)),
    formed(decimalForm(precision, 4)),
  );

/** Style 3 is the lossless one, 17 digits (SQL Server 2016 and later). */
const float = (rewrite: (text: string) => string | null): TransportType =>
  sent(converted('nvarchar(40)', 3), rewritten(rewrite), { approximate: true });

/** char(n) and varchar(n): nvarchar(4000) would cut longer ones without a word. */
function narrowText(length: string | undefined): TransportType | undefined {
  if (length === undefined) return undefined;
  const fits = length !== 'max' && Number(length) <= 4000;
  return text(converted(`nvarchar(${fits ? length : 'max'})`));
}

const whole = (length: number, form: RegExp): TransportType =>
  sent(converted(`nvarchar(${length})`), formed(form));

/** Types by name. */
const TYPES: Readonly<Record<string, TransportType>> = {
  bit: whole(1, /^[01]$/),
  tinyint: whole(11, /^(?:0|[1-9][0-9]{0,2})$/),
  smallint: whole(11, /^(?:0|-?[1-9][0-9]{0,4})$/),
  int: whole(11, /^(?:0|-?[1-9][0-9]{0,9})$/),
  bigint: whole(20, /^(?:0|-?[1-9][0-9]{0,18})$/),
  money: money('nvarchar(21)', 19),
  smallmoney: money('nvarchar(12)', 10),
  float: float(shortestDouble),
  real: float(shortestSingle),
  date: sent(converted('nvarchar(10)', 23), formed(new RegExp(`^${DAY}$`))),
  smalldatetime: sent(converted('nvarchar(19)', 120), joined(new RegExp(`^${DAY} ${CLOCK}$`))),
  datetime: sent(converted('nvarchar(23)', 121), joined(momentForm('3'))),
  text: text(converted('nvarchar(max)')),
  ntext: text(converted('nvarchar(max)')),
  nchar: text(asIs),
  nvarchar: text(asIs),
  sysname: text(asIs),
  binary: sent(asIs, asHex),
  varbinary: sent(asIs, asHex),
  rowversion: sent(asIs, asHex),
  timestamp: sent(asIs, asHex),
  image: sent(converted('varbinary(max)'), asHex),
  uniqueidentifier: whole(36, /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
  xml: text(converted('nvarchar(max)')),
  json: text(converted('nvarchar(max)')),
  hierarchyid: sent(
    (expression) => `${expression}.ToString()`,
    formed(/^\/(?:-?[0-9]+(?:\.-?[0-9]+)*\/)*$/),
  ),
};

const exactDecimal = (precision = '38', scale = '0'): TransportType =>
  sent(converted('nvarchar(41)'), formed(decimalForm(Number(precision), Number(scale))));

/** Types whose text depends on their size. Style 121 always prints the whole fraction; 126 would leave a zero one out. */
const SIZED: Readonly<
  Record<string, (first?: string, second?: string) => TransportType | undefined>
> = {
  char: narrowText,
  varchar: narrowText,
  decimal: exactDecimal,
  numeric: exactDecimal,
  time: (digits) =>
    sent(converted('nvarchar(16)', 121), formed(new RegExp(`^${CLOCK}${fraction(digits)}$`))),
  datetime2: (digits) => sent(converted('nvarchar(27)', 121), joined(momentForm(digits))),
  datetimeoffset: (digits) =>
    sent(converted('nvarchar(34)', 121), joined(momentForm(digits, ` ${OFFSET}`), OFFSET_LENGTH)),
};

/** How a described type travels; undefined when it has no exact text. */
export function transportType(systemType: string): TransportType | undefined {
  const match = /^([a-z0-9_]+)(?:\(([0-9]+|max)(?:,([0-9]+))?\))?$/.exec(systemType.toLowerCase());
  const [, name = '', first, second] = match ?? [];
  if (Object.hasOwn(SIZED, name)) return SIZED[name]?.(first, second);
  return Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
}

export function transportColumn(
  name: string,
  sourceType: string,
  { receive, holdsText }: TransportType,
): TransportColumn {
  return {
    name,
    sourceType,
    receive,
    read: (cell) => {
      const delivered = receive(cell);
      if (delivered === null) throw unexpectedCell(name, sourceType, cell);
      if (holdsText) requireText(name, delivered);
      return delivered;
    },
  };
}

function unexpectedCell(name: string, sourceType: string, cell: string | Uint8Array): RunnerError {
  const got = typeof cell === 'string' ? JSON.stringify(cell.slice(0, 60)) : 'bytes';
  return new RunnerError(
    'SOURCE_CORRUPT',
    `column ${JSON.stringify(name)} of type ${sourceType} arrived as ${got}, which is not the form it was asked for in`,
    {
      advice: 'Report the server version: its conversion to text differs from the documented one.',
    },
  );
}

function requireText(name: string, delivered: string): void {
  const nul = delivered.indexOf('\0');
  if (nul >= 0) {
    throw new RunnerError(
      'TEXT_NUL',
      `column ${JSON.stringify(name)} holds the character U+0000 as character ${nul + 1} of a text`,
      {
        advice:
          'Correct the value in the source, or remove the character in the query with REPLACE.',
      },
    );
  }
  if (!isWellFormed(delivered)) {
    throw new RunnerError(
      'TEXT_NOT_WELL_FORMED',
      `column ${JSON.stringify(name)} holds half of a surrogate pair, which no UTF-8 file can carry`,
      {
        advice: 'Correct the value in the source: a character outside of the basic plane was cut.',
      },
    );
  }
}

/** The same trouble with the number of the row it was met in, from 1. Anything else comes back as it is. */
export function atRow(thrown: unknown, row: number): unknown {
  if (!(thrown instanceof RunnerError)) return thrown;
  const { advice, code, message, transient } = thrown;
  return new RunnerError(code, `row ${row}: ${message}`, {
    cause: thrown,
    transient,
    ...(advice === undefined ? {} : { advice }),
  });
}
