/** Everything written to the stream goes through `redact`: results, log lines, errors. */
export function hideSecrets(stream: NodeJS.WriteStream, redact: (text: string) => string): void {
  const write: (chunk: string | Uint8Array, ...rest: never[]) => boolean =
    stream.write.bind(stream);
  // the overloads of write differ only in what may be left out
  stream.write = ((chunk: string | Uint8Array, ...rest: never[]) =>
    write(typeof chunk === 'string' ? redact(chunk) : chunk, ...rest)) as typeof stream.write;
}
