// Bytes as a JavaScript module, for files that have to carry their WebAssembly inside.
//
// Servers compress these files, and compressors find bytes again: base64, which cuts them into pieces of six bits, comes out a
// third larger. So a byte stays a unit: one character, or two. All of them are ASCII, because a page in another encoding than
// UTF-8 reads its scripts in that encoding, too.

/** A module whose default export is a function that returns the bytes. */
export function embed(bytes) {
  const text = encode(bytes);
  if (!Buffer.from(decode(text)).equals(bytes)) throw new Error("what was embedded does not read back");
  return `export default () => (${decode})(${JSON.stringify(text)});\n`;
}

// 88 characters from "&" on stand for the values 0 to 87, but "~" for the backslash, which would have to be escaped. A "#" or a
// "$" before one of them adds 88 or 176.
function encode(bytes) {
  let text = "";
  for (const byte of bytes) {
    const code = 38 + (byte % 88);
    text += ["", "#", "$"][Math.floor(byte / 88)] + String.fromCharCode(code === 92 ? 126 : code);
  }
  return text;
}

// Runs in the page, once, in an engine that has not made it quick yet. So it is left to the page's encoder to look at each character;
// and what is called for each byte is made quick on the way, sooner than a loop would be.
function decode(text) {
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  let high = 0;
  bytes.forEach((code) => {
    if (code < 38) {
      high = (code - 34) * 88;
    } else {
      // What is written here was read before.
      bytes[length++] = high + (code > 125 ? 92 : code) - 38;
      high = 0;
    }
  });
  return bytes.subarray(0, length);
}
