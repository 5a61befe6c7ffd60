/** A list to read whose items may be made anew each time they are asked for, so that there may be very many; an array is one. */
export interface List<Item> extends Iterable<Item> {
  readonly length: number;
  /** The item at an index from 0; undefined behind the end. */
  at(index: number): Item | undefined;
}

/** What `make` makes of each item of a list, when it is asked for. */
export function mapped<From, To>(list: List<From>, make: (item: From, index: number) => To): List<To> {
  return listOf(list.length, (index) => {
    const item = list.at(index);
    return item === undefined ? undefined : make(item, index);
  });
}

/** So few items are worth their memory: with verdicts and events of RSTs about 30 MB. */
const FEW = 2048;
const AT_HAND_OF_MANY = 16;

/** The same list, with all items at hand that were asked for if it is short, and of a long one the last ones. */
export function rememberingFew<Item>(list: List<Item>): List<Item> {
  return remembering(list, list.length <= FEW ? FEW : AT_HAND_OF_MANY);
}

/** The same list, with up to `most` items at hand of those that were asked for lately. */
export function remembering<Item>(list: List<Item>, most: number): List<Item> {
  const known: { readonly index: number; readonly item: Item }[] = [];
  return listOf(list.length, (index) => {
    const slot = known[index % most];
    if (slot?.index === index) return slot.item;
    const item = list.at(index);
    if (item !== undefined) known[index % most] = { index, item };
    return item;
  });
}

/** A list of so many items, each made when it is asked for. */
export function listOf<Item>(length: number, at: (index: number) => Item | undefined): List<Item> {
  return {
    length,
    at,
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) {
        const item = at(index);
        if (item !== undefined) yield item;
      }
    },
  };
}
