/** The stand-in's own time: runs like the real one and can be moved by a test. */
export class StandInClock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }

  set(time: Date): void {
    this.#offsetMs = time.getTime() - Date.now();
  }
}
