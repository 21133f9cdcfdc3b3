/**
 * What is shipped.
 */
import { fileURLToPath } from "node:url";

/** The directory with the files of a build; `VVCHAT_DIST` names another one. */
export const dist = process.env.VVCHAT_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
