// The package's name, from CommonJS.

import type { PayResult, Vvchat } from "vvchat-jssdk";
import vvchat, { vvchat as named, type VvchatError } from "vvchat-jssdk";
import { exactly } from "./exact.mjs";

import sdk = require("vvchat-jssdk");

exactly<Vvchat>()(vvchat);
exactly<Vvchat>()(named);
exactly<Vvchat>()(sdk.vvchat);
exactly<Vvchat>()(sdk.default);
exactly<typeof VvchatError>()(sdk.VvchatError);
exactly<Promise<PayResult>>()(sdk.vvchat.pay({ app_id: "test", imprest_code: "P1" }));

// @ts-expect-error: the module is not the SDK itself
sdk.pay;
// @ts-expect-error: there is no such export
sdk.createVvchat;
