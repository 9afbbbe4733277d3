// Blocks for a few milliseconds, for a pipe whose other end is slow.

const cell = new Int32Array(new SharedArrayBuffer(4));

export const waitBriefly = (): void => {
  Atomics.wait(cell, 0, 0, 4);
};
