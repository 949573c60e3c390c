/** Who signed a request, as the stand-in found it. */
export interface Caller {
  readonly accessKeyId: string;
  readonly account: string;
  readonly arn: string;
}

/** What an operation of a JSON 1.1 service is told beside its input. */
export interface Call {
  readonly operation: string;
  readonly requestId: string;
  readonly caller: Caller;
}

export type Members = Readonly<Record<string, unknown>>;

/** One operation: members of the request in, members of the answer out. @throws ServiceFault */
export type JsonOperation = (input: Members, call: Call) => Promise<Members> | Members;

/** A service of which `x-amz-target` names the operation: `AmazonAthena.StartQueryExecution`. */
export interface JsonService {
  readonly target: 'AmazonAthena' | 'secretsmanager';
  readonly operations: Readonly<Record<string, JsonOperation>>;
}

/** An error answer of a JSON 1.1 service; `members` go beside `__type`. */
export class ServiceFault extends Error {
  readonly status: number;
  readonly type: string;
  readonly members: Members;

  constructor(type: string, members: Members = {}, status = 400) {
    super(type);
    this.status = status;
    this.type = type;
    this.members = members;
  }
}

/** The side of the S3 stand-in that Athena's writes to: an object, whole at once. */
export interface ObjectSink {
  put(
    bucket: string,
    key: string,
    /** Bytes, or the path of a file for what is too large for memory. */
    body: Uint8Array | { readonly file: string },
    headers?: Readonly<Record<string, string>>,
  ): Promise<void>;
  delete(bucket: string, key: string): Promise<void>;
  /** The current bytes, null where there are none. */
  content(bucket: string, key: string): Promise<Buffer | null>;
  exists(bucket: string): boolean;
}
