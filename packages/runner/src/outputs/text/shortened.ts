// Long text cut off.

/** As kubectl cuts: by bytes, of whatever letters they are. */
export const shortened = (text: string, bytesMax: number): string => {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= bytesMax ? text : `${new TextDecoder().decode(bytes.subarray(0, bytesMax))}...`;
};

/** How long a text is where kubectl counts. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;
