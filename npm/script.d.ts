import type { VvchatError as AnyVvchatError, Vvchat } from "./index.cjs";

declare global {
  /** The SDK, as the script tag defines it. */
  var vvchat: Vvchat;
  /** What calls fail with. */
  var VvchatError: typeof AnyVvchatError;
  type VvchatError = AnyVvchatError;
}
