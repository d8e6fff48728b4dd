const FACTORS: Record<string, number> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** An amount as Kubernetes writes it, such as `12m` cores or `64Mi` bytes. Throws for any other text. */
export function amountOf(quantity: string): number {
  const [, number, unit = ''] = /^([\d.]+)([numkKMGT]?i?)$/.exec(quantity) ?? [];
  const factor = FACTORS[unit];
  if (number === undefined || factor === undefined) throw new Error(`Not an amount: ${quantity}`);
  return Number(number) * factor;
}
