// Bodies that the browser keeps from extensions.

const text = (value: string): Note => ({ body: { text: value.slice(0, MOST) }, cut: value.length > MOST });

const bytes = (value: ArrayBuffer | ArrayBufferView): Note => {
  const whole = ArrayBuffer.isView(value) ? new Bytes(value.buffer, value.byteOffset, value.byteLength) : new Bytes(value);
  const part = whole.subarray(0, MOST);
  const cut = part.length < whole.length;
  try {
    return { body: { text: new Words("utf-8", { fatal: true }).decode(part, { stream: cut }) }, cut };
  } catch {
    let binary = "";
    for (let at = 0; at < part.length; at += 4096) binary += fromCharCode(...part.subarray(at, at + 4096));
    return { body: { base64: encode(binary) }, cut };
  }
};

/** Notes a body; what must be waited for is read when the page has gone on. Bodies the browser itself shows are left to it. */
const note = (how: string, url: unknown, body: unknown, shown: boolean): void => {
  const none = body === null || body === undefined;
  if (state === "asleep" || (none && how !== "beacon")) return;
  const at = { type: "send", how, url: new absolute(String(url), document.baseURI).href };
  const read = (bytesOf: Promise<ArrayBuffer>, size: number): void =>
    void apply(then, bytesOf, [
      (buffer: ArrayBuffer) => quietly(() => tell({ ...at, ...bytes(buffer), ...(size > MOST ? { cut: true } : {}) })),
      () => tell({ ...at, body: { unseen: size } }),
    ]);
  if (body instanceof Blob) {
    const part = apply(blobSlice, body, [0, MOST]) as Blob;
    read(apply(blobBytes, part, []) as Promise<ArrayBuffer>, apply(blobSize, body, []) as number);
  } else if (body instanceof FormData) {
    let size = 0;
    let files = !shown;
    apply(formEach, body, [(value: unknown) => {
      if (!(value instanceof Blob)) return;
      files = true;
      size += apply(blobSize, value, []) as number;
    }]);
    // Chromium shows a form's text and not what stands in its files. Files for the site itself are nobody else's to see.
    if (!files || new absolute(at.url).host === location.host) return;
    if (size > MOST) tell({ ...at, body: { unseen: size } });
    else read(apply(writtenBytes, new Written(body), []) as Promise<ArrayBuffer>, 0);
  } else if (body instanceof ReadableStream) tell({ ...at, body: { unseen: 0 } });
  // Chromium calls a beacon without a body, and any empty one, a body that it cannot show.
  else if (none || body === "") tell({ ...at, body: { text: "" } });
  else if (shown) return;
  else if (typeof body === "string") tell({ ...at, ...text(body) });
  else if (body instanceof URLSearchParams) tell({ ...at, ...text(body.toString()) });
  else if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) tell({ ...at, ...bytes(body) });
  else tell({ ...at, body: { unseen: 0 } });
};
