/** The two files of a stored package. */
export interface PackageFiles {
  readonly zip: string;
  /** One `sha256sum -c` line about the ZIP. */
  readonly digest: string;
}

export function finalFiles(zip: string): PackageFiles {
  return { zip, digest: `${zip}.sha256` };
}

/** Names under which a writer prepares them; `token` is 16 hex digits no other writer has. */
export function partialFiles(zip: string, token: string): PackageFiles {
  return { zip: `${zip}.${token}.partial`, digest: `${zip}.sha256.${token}.partial` };
}
