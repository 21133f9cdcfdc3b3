/**
 * Who is logged in.
 */
import { byTestId } from "./dom.mjs";
import { say } from "./language.mjs";

let customer = null;

export function setCustomer(value) {
  customer = value;
  showCustomer();
}

export function showCustomer() {
  const known = customer !== null;
  byTestId("guest").hidden = known;
  byTestId("customer").hidden = !known;
  if (known) {
    byTestId("avatar").hidden = customer.avatar === null;
    byTestId("avatar").src = customer.avatar ?? "";
    byTestId("nickname").textContent = customer.nickname;
    byTestId("sex").textContent = customer.sex === null ? "" : say(`sex.${customer.sex}`);
  }
}
