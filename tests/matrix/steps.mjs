/**
 * The names of the steps that are the matrix's own, besides the cases of the contract. The runner and the page go by them.
 */
export const EARLY = "2 at any time: calls on the line after the SDK's";
export const LATE = "2 at any time: calls long before there is a host";
export const LEAVES = "reload with calls pending: the host has them";
export const RETURNS = "reload with calls pending: answers to a page that is gone are no trouble";
