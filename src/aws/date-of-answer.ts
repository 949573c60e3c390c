/** When a service says that it answered, whole seconds of its own clock; null where it says nothing. */
export function dateOfAnswer(response: unknown): Date | null {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return null;
  const headers: Readonly<Record<string, unknown>> = { ...Object(response.headers) };
  const moment = new Date(String(headers['date']));
  return Number.isNaN(moment.getTime()) ? null : moment;
}
