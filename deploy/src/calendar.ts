/** When the run starts, and how long it has. */
interface Schedule {
  readonly days: readonly number[];
  readonly time: string;
  readonly finishWithinHours: number;
}

/** Hours between the first start and the moment when the month must have been run. */
export function windowHours({ days, finishWithinHours }: Schedule): number {
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? first;
  return (last - first) * 24 + finishWithinHours;
}

/** When the month must have been run, as the scheduler counts: day of the month, hour, minute. */
export function deadline(schedule: Schedule): { day: number; hour: number; minute: number } {
  const [hour, minute] = clock(schedule.time);
  const hours = hour + schedule.finishWithinHours;
  return {
    day: (schedule.days.at(-1) ?? 0) + Math.floor(hours / 24),
    hour: hours % 24,
    minute,
  };
}

/** Hour and minute of a time of day that was checked. */
export function clock(time: string): readonly [number, number] {
  const [hour, minute] = time.split(':').map(Number);
  return [hour ?? 0, minute ?? 0];
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Z]/.test(name);
  } catch {
    return false;
  }
}
