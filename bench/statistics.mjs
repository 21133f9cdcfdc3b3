/** What is said of many measurements of one thing. */

/**
 * The value that a share of all values lies below: `0.5` is the median. Between two values it is interpolated.
 *
 * @param {number[]} values at least one
 * @param {number} share from 0 to 1
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/**
 * Median and quartiles.
 *
 * @param {number[]} values
 */
export const summary = (values) => ({
  median: quantile(values, 0.5),
  lower: quantile(values, 0.25),
  upper: quantile(values, 0.75),
});

/**
 * How many times another's value a value is: the median of the rounds' ratios. What slows a whole round down falls out.
 *
 * @param {number[]} values one for each round
 * @param {number[]} others of the same rounds
 */
export const ratio = (values, others) =>
  quantile(
    values.map((value, round) => value / others[round]),
    0.5,
  );

/**
 * The same elements in an order of chance, so that none is always measured after the same other.
 *
 * @template T
 * @param {T[]} elements
 */
export const shuffled = (elements) =>
  elements
    .map((element) => ({ element, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ element }) => element);
