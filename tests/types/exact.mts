/**
 * Assertions about types. Nothing here runs: the compiler is the test, and `@ts-expect-error` is an assertion, too, since one
 * that is not needed is an error.
 */

/** Whether two types are the same: neither is wider, and `any` is the same as nothing but `any`. */
export type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** `exactly<Expected>()(value)` compiles only if the value's type is `Expected`, and not merely assignable to it. */
export declare function exactly<Expected>(): <Actual>(
  value: Actual,
  ...mismatch: Same<Actual, Expected> extends true ? [] : [expected: Expected]
) => void;
