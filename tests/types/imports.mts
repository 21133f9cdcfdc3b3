// The package's name, from an ES module.

import * as all from "vvchat-jssdk";
import vvchat, { vvchat as named, type Vvchat, type VvchatError } from "vvchat-jssdk";
import { exactly } from "./exact.mjs";
import "vvchat-jssdk/vvchatjssdk.js";

exactly<Vvchat>()(vvchat);
exactly<Vvchat>()(named);
exactly<"default" | "vvchat" | "VvchatError">()({} as unknown as keyof typeof all);
exactly<typeof VvchatError>()(all.VvchatError);

const later = await import("vvchat-jssdk");
exactly<Vvchat>()(later.default);

// @ts-expect-error: there is no such export
export { createVvchat } from "vvchat-jssdk";

// @ts-expect-error: the files are the package's own business
await import("vvchat-jssdk/dist/index.mjs");
