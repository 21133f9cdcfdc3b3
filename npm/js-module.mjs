export { default } from "#js";
