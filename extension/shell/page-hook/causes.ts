// Which scripts asked for what: an address given to an element, or called for.

/** A document says so many at most, the last of them of scripts alone; in one note, so many. */
const MOST_CAUSES = 1_000;
const FOR_SCRIPTS = 200;
const AT_ONCE = 50;
const causes: [url: string, by: string[]][] = [];
/** Addresses that scripts gave while the markup was read. */
const asked = new Set<string>();
let reading = document.readyState === "loading";
let room = MOST_CAUSES;

const tellCauses = (): void => {
  if (causes[0]) tell({ type: "cause", causes: causes.splice(0, AT_ONCE) });
};
/** What an address itself holds is not asked for, and can be megabytes. */
const isData = (url: string): boolean => url.startsWith("data:");
/** The site's own pictures and data are not worth saying; its scripts are. */
const because = (url: string, script: boolean, by: () => string[]): void => {
  if (state === "asleep") return;
  hearCommands();
  if (room <= (script ? 0 : FOR_SCRIPTS) || isData(url)) return;
  const { host, href } = new absolute(url, document.baseURI);
  if (script) layerOf(href);
  if (host === "" || (host === location.host && !script)) return;
  const scripts = by();
  if (!scripts[0]) return;
  room--;
  const n = causes.push([href.slice(0, 1024), scripts]);
  if (n >= AT_ONCE) tellCauses();
  else if (n === 1) later(tellCauses);
};

/** What is neither text nor address would run the page's code to become one. */
const written = (url: unknown): string => (typeof url === "string" ? url : url instanceof absolute ? url.href : "");

type Kind = { new (): Element; prototype: Element };
const elements = ([[HTMLScriptElement, "src"], [HTMLImageElement, "src"], [HTMLIFrameElement, "src"], [HTMLLinkElement, "href"]] as [Kind, string][])
  .map(([kind, name]) => ({ kind, name, get: describe(kind.prototype, name)!.get! }));
/** An element's address, as the browser made it whole, was given by a script. */
const given = (element: Element, name: string, value: unknown): void => {
  if (typeof value === "string" && isData(value)) return;
  const known = elements.find((e) => e.name === name && element instanceof e.kind);
  if (!known) return;
  const url = apply(known.get, element, []) as string;
  if (reading && asked.size < MOST_CAUSES) asked.add(url);
  because(url, known.kind === (HTMLScriptElement as Kind), callers);
};
for (const { kind, name } of elements) wrapSetter(kind.prototype, name, after((self, [value]) => given(self, name, value)));
