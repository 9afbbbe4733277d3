// Putting lists in order that are mostly short: Array.prototype.sort sets aside 1.8 KB each time, however short the list is.

/** Longer lists are left to Array.prototype.sort. */
const SHORT = 16;

/** The list itself, in order now; elements of which none is before the other stay as they stand. */
export const inOrder = <Element>(list: Element[], isBefore: (a: Element, b: Element) => boolean): Element[] => {
  if (list.length > SHORT) return list.sort((a, b) => (isBefore(a, b) ? -1 : Number(isBefore(b, a))));
  for (let i = 1; i < list.length; i++) {
    const element = list[i] as Element;
    let place = i;
    for (; place > 0 && isBefore(element, list[place - 1] as Element); place--)
      list[place] = list[place - 1] as Element;
    list[place] = element;
  }
  return list;
};

const isTextBefore = (a: string, b: string): boolean => a < b;

/** By code units, as Array.prototype.sort does it. */
export const textsInOrder = (texts: string[]): string[] => inOrder(texts, isTextBefore);
