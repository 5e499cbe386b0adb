// Which scripts are running.

const MOST_CALLERS = 6;
const MOST_LINES = 30;
const Fault = Error as unknown as Record<string, unknown> & { new (): Error };
/** Firefox reads a stack by an accessor all errors share. */
const readStack = describe(Error.prototype, "stack")?.get;
/** The script's address in a line of a stack, without line and column. No pattern is used: that would show in `RegExp.$1`. */
const place = (line: string): string => {
  const scheme = line.indexOf("://");
  const from = line.lastIndexOf("http", scheme);
  if (scheme < 0 || from < 0 || scheme - from > 5) return "";
  let to = from;
  while (to < line.length && line[to] !== " " && line[to] !== ")") to++;
  for (let n = 0; n < 2; n++) {
    const colon = line.lastIndexOf(":", to - 1);
    if (colon > scheme && Number(line.slice(colon + 1, to)) >= 0) to = colon;
  }
  return line.slice(from, Math.min(to, from + 512));
};

/** Addresses of the scripts that are running, nearest first. */
const callers = (): string[] => {
  const limit = describe(Fault, "stackTraceLimit");
  const prepare = describe(Fault, "prepareStackTrace");
  // Where the page has put code of its own in the way, looking would run it.
  if (limit?.get || limit?.set || (prepare && !prepare.writable)) return [];
  let stack: unknown;
  try {
    if (limit?.writable) Fault["stackTraceLimit"] = MOST_LINES;
    if (prepare) Fault["prepareStackTrace"] = undefined;
    const error = new Fault();
    stack = readStack ? apply(readStack, error, []) : error.stack;
  } finally {
    if (limit?.writable) Fault["stackTraceLimit"] = limit.value;
    if (prepare) Fault["prepareStackTrace"] = prepare.value;
  }
  const by: string[] = [];
  for (const line of String(stack).split("\n", MOST_LINES)) {
    const url = place(line);
    if (url && !by.includes(url) && by.length < MOST_CALLERS) by.push(url);
  }
  return by;
};
