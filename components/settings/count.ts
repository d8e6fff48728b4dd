/** A number with the word it counts: "1 dataset", "2,000 datasets". */
export const count = (amount: number, one: string, many: string): string =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;
