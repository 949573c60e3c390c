/** Two to 64 of the characters that a session's name may have; it stands in the account's own log. */
export function sessionName(name: string): string {
  return name
    .replaceAll(/[^A-Za-z0-9_+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}
