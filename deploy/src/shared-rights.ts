/** One thing a duty may do, and why it must. */
export interface Right {
  readonly id: string;
  readonly why: string;
  readonly actions: readonly string[];
  readonly on: readonly string[];
  readonly when?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What the rights are about: ARNs, and names where a condition needs them. */
export interface Places {
  readonly region: string;
  readonly account: string;
  readonly evidenceBucket: string;
  readonly evidenceKey: string;
  readonly logBucket: string;
  readonly resultBucket: string;
  readonly publishedBucket: string;
  readonly publishedDatabase: string;
  readonly workKey: string;
  /** Cluster and task definition have one name. */
  readonly cluster: string;
  readonly logGroup: string;
  readonly roleArn: (duty: string) => string;
  readonly runWorkgroup: string;
  readonly publishWorkgroup: string;
  readonly secrets: readonly string[];
  readonly databases: readonly string[];
  readonly data: readonly { readonly bucket: string; readonly prefix: string }[];
  readonly dataKeys: readonly string[];
  readonly lakeFormation: boolean;
  /** File system and access point of the files people hand over. */
  readonly received: { readonly fileSystem: string; readonly accessPoint: string } | null;
}

/** Folders of the bucket with query results, one for each workgroup. */
export const RESULTS = { run: 'run/', publish: 'publish/' } as const;

/** What following a query takes. */
export const query = [
  'athena:StartQueryExecution',
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:StopQueryExecution',
  'athena:GetWorkGroup',
];

export function readEvidence(places: Places): readonly Right[] {
  const evidence = s3(places.evidenceBucket);
  return [
    {
      id: 'ReadEvidence',
      why: 'packages, and the retention and hold each has',
      actions: [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:GetObjectRetention',
        's3:GetObjectLegalHold',
      ],
      on: [`${evidence}/*`],
    },
    {
      id: 'ListEvidence',
      why: 'every version of every package, and that the bucket protects them',
      actions: [
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:ListBucketMultipartUploads',
        's3:GetBucketLocation',
        's3:GetBucketVersioning',
        's3:GetBucketObjectLockConfiguration',
      ],
      on: [evidence],
    },
  ];
}

export function decryptEvidence(places: Places): Right {
  return {
    id: 'DecryptEvidence',
    why: 'packages are encrypted with the evidence key',
    actions: ['kms:Decrypt'],
    on: [places.evidenceKey],
    when: via(places, 's3'),
  };
}

export function results(places: Places, folder: string): readonly Right[] {
  const bucket = s3(places.resultBucket);
  return [
    {
      id: 'ResultObjects',
      why: 'Athena writes results with the rights of who asks, large ones in parts; they are read from there',
      actions: [
        's3:PutObject',
        's3:GetObject',
        's3:GetObjectVersion',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      on: [`${bucket}/${folder}*`],
    },
    {
      id: 'ResultBucket',
      why: 'Athena looks where the bucket is and what stands in it',
      actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      on: [bucket],
    },
  ];
}

export function defaultDatabase(places: Places): readonly Right[] {
  return [
    {
      id: 'DefaultDatabase',
      why: 'Athena asks for the database named default before any query',
      actions: ['glue:GetDatabase'],
      on: [catalog(places), `${glueArn(places)}:database/default`],
    },
  ];
}

export function lakeFormation(places: Places): readonly Right[] {
  if (!places.lakeFormation) return [];
  return [
    {
      id: 'LakeFormation',
      why: 'Lake Formation hands out access to its tables; the action knows no resources, its own grants decide',
      actions: ['lakeformation:GetDataAccess'],
      on: ['*'],
    },
  ];
}

export function via(places: Places, ...services: readonly string[]) {
  return {
    StringEquals: {
      'kms:ViaService': services.map((service) => `${service}.${places.region}.amazonaws.com`),
    },
  };
}

export const s3 = (bucket: string) => `arn:aws:s3:::${bucket}`;
const glueArn = (places: Places) => `arn:aws:glue:${places.region}:${places.account}`;
const catalog = (places: Places) => `${glueArn(places)}:catalog`;
export const workgroup = (places: Places, name: string) =>
  `arn:aws:athena:${places.region}:${places.account}:workgroup/${name}`;
export const glue = (places: Places, databases: readonly string[]) => [
  catalog(places),
  ...databases.flatMap((name) => [
    `${glueArn(places)}:database/${name}`,
    `${glueArn(places)}:table/${name}/*`,
  ]),
];
