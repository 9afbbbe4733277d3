// Objects for decoded input: nothing is inherited, so a key such as "constructor" is absent unless the file has it.

export type InputRecord = { [key: string]: unknown };

// A constructor whose prototype is empty keeps V8's fast property layout, which Object.create(null) gives up.
const Bare = function () {} as unknown as new () => InputRecord;
Object.defineProperty(Bare, "prototype", { value: Object.freeze(Object.create(null)) });

/** A new empty object that inherits nothing. */
export const emptyRecord = (): InputRecord => new Bare();
