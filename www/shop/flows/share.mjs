/**
 * Sharing a tea. This needs no server but for the data of a card (crates/shop/src/cards.rs).
 */
import { lang, say, yuan } from "../language.mjs";
import { get, shop } from "../server.mjs";

/** Title, line, picture: VVChat lays them out. */
export async function share(product, context) {
  return shareWith(await basics(product), context);
}

/** A card with a layout of its own. `share_data_url` says what is on it: as JSON text, or as the URL of such. */
export async function shareCard(product, as, context) {
  const path = `/cards/${product.id}?lang=${lang()}`;
  const share_data_url = as === "url" ? `${location.origin}${path}` : JSON.stringify(await get(path, context));
  return shareWith({ ...(await basics(product)), share_data_url }, context);
}

async function shareWith(params, { signal, tell }) {
  tell("share.waiting");
  const { code, error } = await vvchat.share(params, { signal });
  // 200 is shared; anything else is not, be it the person's wish or a failure. `error` says which.
  return code === 200
    ? { kind: "success", text: "share.success" }
    : { kind: "cancelled", text: "share.cancelled", values: { error } };
}

async function basics(product) {
  const { app_id } = await shop;
  return {
    app_id,
    share_title: say("share.title", { tea: product.name[lang()], price: yuan(product.price) }),
    sub_title: say("share.line"),
    // Whoever opens it finds this tea picked.
    share_url: `${location.origin}/?tea=${product.id}`,
    thumb_url: `${location.origin}/img/${product.id}.svg`,
  };
}
