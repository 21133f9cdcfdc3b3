/**
 * Setting up the SDK, which the script tag before this page's own script has loaded as `vvchat`.
 */
import { lang } from "./language.mjs";
import { shop } from "./server.mjs";

/**
 * Fulfilled when calls may be made. In a frame, only the parents that are named here are believed; in VVChat itself the page
 * is in no frame. A shop that is online writes the origin down right here.
 */
export const configured = shop.then(({ app_origin }) => window.vvchat?.config({ origins: [app_origin], lang: lang() }));
