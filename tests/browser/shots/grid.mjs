// A picture as a coarse grid of brightness: what is compared, so that letters may be drawn a little otherwise elsewhere while a
// part that is gone, or lies over another, is seen.

/** Cells across; as many down as keep them square. */
const ACROSS = 28;

/** Shades of one picture, each 0 to 255, as base64, and how many stand in a line. */
export async function grid(page, png) {
  return page.evaluate(async (data, across) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const whole = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const [width, height] = [across, Math.max(1, Math.round((across * whole.height) / whole.width))];
    const small = await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(small, 0, 0);
    const { data: pixels } = canvas.getImageData(0, 0, width, height);
    const shades = Array.from({ length: width * height }, (_, at) => Math.round(pixels[at * 4] * 0.3 + pixels[at * 4 + 1] * 0.59 + pixels[at * 4 + 2] * 0.11));
    return { across: width, shades: btoa(String.fromCharCode(...shades)) };
  }, Buffer.from(png).toString("base64"), ACROSS);
}

/** How far two pictures are apart: the mean difference of their cells, and the share of cells that differ by more than a quarter of the range. */
export function apart(one, other) {
  const [a, b] = [one, other].map(({ shades }) => Buffer.from(shades, "base64"));
  if (one.across !== other.across || a.length !== b.length) return { mean: 255, far: 1 };
  const differences = a.map((shade, at) => Math.abs(shade - b[at]));
  const sum = differences.reduce((total, difference) => total + difference, 0);
  return { mean: sum / a.length, far: differences.filter((difference) => difference > 40).length / a.length };
}
