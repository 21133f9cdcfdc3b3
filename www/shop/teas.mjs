/**
 * The teas: which one the person picked, and how many.
 */
import { byTestId, element } from "./dom.mjs";
import { lang, say, yuan } from "./language.mjs";

let products = [];
let chosen;
let count = 1;

export const picked = () => chosen;
export const quantity = () => count;

/** Fills the list. A shared link names the tea it is about. */
export function stock(all) {
  products = all;
  const wanted = new URLSearchParams(location.search).get("tea");
  chosen = products.find(({ id }) => id === wanted) ?? products[0];
  const number = byTestId("quantity");
  number.oninput = () => setQuantity(number.valueAsNumber);
  number.onchange = () => setQuantity(count);
  byTestId("fewer").onclick = () => setQuantity(count - 1);
  byTestId("more").onclick = () => setQuantity(count + 1);
  showTeas();
}

export function showTeas() {
  byTestId("teas").replaceChildren(...products.map(card));
  showChoice();
}

function card(product) {
  return element(
    "label",
    { className: "tea", data: { testid: `tea-${product.id}` } },
    element("input", { type: "radio", name: "tea", checked: product === chosen, onchange: () => pick(product) }),
    element("img", { src: `img/${product.id}.svg`, alt: "", width: 52, height: 52 }),
    element(
      "span",
      {},
      element("strong", {}, product.name[lang()]),
      element("p", { className: "soft" }, product.about[lang()]),
    ),
    element("strong", {}, yuan(product.price)),
  );
}

function pick(product) {
  chosen = product;
  setQuantity(1);
}

function setQuantity(wanted) {
  const { min, max } = byTestId("quantity");
  if (Number.isInteger(wanted)) {
    count = Math.min(Math.max(wanted, Number(min)), Number(max));
  }
  showChoice();
}

/** What is shown is for the eye: the server has the price that counts. */
function showChoice() {
  if (chosen === undefined) {
    return;
  }
  byTestId("quantity").value = count;
  byTestId("order-name").textContent = chosen.name[lang()];
  byTestId("order-price").textContent = yuan(chosen.price * count);
  byTestId("message").textContent = chosen.invitation[lang()];
  byTestId("pay").textContent = say("pay.button", { price: yuan(chosen.price * count) });
}
