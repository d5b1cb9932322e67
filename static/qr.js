// Behind the library, whose exports are at hand: window.cascadeQR(text) is {size, path}, the outline of a QR code in a square of so many
// units, without the quiet zone of four. It throws if the text is too long for one.
window.cascadeQR = (text) => {
  const code = exports.generate(text);
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      let n = 0;
      while (code.get(x + n, y)) n++;
      if (n) path += `M${x} ${y}h${n}v1h-${n}z`;
      x += n;
    }
  }
  return { size: code.size, path };
};
