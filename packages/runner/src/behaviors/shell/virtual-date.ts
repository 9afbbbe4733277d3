// While a script is followed, dates and $RANDOM come from the virtual clock and the instance's luck.

const SystemDate = globalThis.Date;
const systemRandom = Math.random;

/** A small generator (mulberry32) seeded with a text. */
const generator = (seed: string): (() => number) => {
  let state = 2_166_136_261;
  for (let ix = 0; ix < seed.length; ix += 1) state = Math.imul(state ^ seed.charCodeAt(ix), 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** @returns a function that puts the system's own back */
export const virtualDates = (nowMillis: () => number, luck: string): (() => void) => {
  globalThis.Date = class extends SystemDate {
    constructor(...args: [] | ConstructorParameters<typeof SystemDate>) {
      if (args.length === 0) super(nowMillis());
      else super(...args);
    }

    static override now(): number {
      return Math.floor(nowMillis());
    }
  } as DateConstructor;
  Math.random = generator(luck);
  return () => {
    globalThis.Date = SystemDate;
    Math.random = systemRandom;
  };
};
