// Every view a person may meet, and how each is looked at. One row a picture.

/** How a page is looked at: the width and height of its window, and what a person set in their system. */
export const WAYS = {
  light: { width: 400, height: 1000 },
  dark: { width: 400, height: 1000, media: { "prefers-color-scheme": "dark" } },
  narrow: { width: 320, height: 1000 },
  projector: { width: 1920, height: 1080 },
  rtl: { width: 400, height: 1000, more: "&dir=rtl" },
};

/** A sheet of the panel over a fixture, in some ways; `then` are buttons pressed one after the other, by how their words begin or by a selector. */
const sheet = (fixture, tab, ways, ...then) => ways.map((way) => ({ name: [fixture, tab, ...then, way].join("-").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"), fixture, tab, way, then }));

export const panel = [
  ...sheet("idle", "", ["light", "dark"]),
  ...sheet("cannot-watch", "", ["light"]),
  ...sheet("refused", "", ["light"]),
  ...sheet("none", "recipients", ["light", "dark"]),
  ...sheet("none", "findings", ["light"]),
  ...sheet("clinic", "recipients", ["light", "dark", "narrow", "projector"]),
  ...sheet("clinic", "findings", ["light", "dark", "narrow", "projector"]),
  ...sheet("clinic", "recipients", ["light", "dark"], "#sheet li.item .line"),
  ...sheet("clinic", "findings", ["light", "dark", "narrow"], ".finding .line"),
  ...sheet("clinic", "lineage", ["light", "dark"]),
  ...sheet("clinic", "lineage", ["light", "dark"], "#picture-lineage-line"),
  ...sheet("ignored", "timeline", ["light", "projector"], "#picture-timeline-line"),
  ...sheet("ignored", "consent", ["light", "dark"], "#picture-choice-line"),
  ...sheet("clinic", "matomo", ["light", "dark"]),
  ...sheet("known", "known", ["light", "dark"]),
  ...sheet("clinic", "findings", ["light", "dark", "projector"], ".present"),
  ...sheet("clinic", "matomo", ["narrow", "projector"]),
  ...sheet("clinic", "lineage", ["narrow", "projector"]),
  ...sheet("known", "known", ["narrow", "projector"]),
  ...sheet("followed", "storage", ["narrow", "projector"]),
  ...["storage", "consent", "lineage", "known"].flatMap((tab) => sheet("none", tab, ["light"])),
  ...sheet("joined", "findings", ["light"]),
  ...sheet("portal", "recipients", ["light"]),
  ...sheet("ignored", "consent", ["light", "dark", "narrow", "projector"]),
  ...sheet("ignored", "timeline", ["light", "dark", "narrow", "projector"]),
  ...sheet("none", "timeline", ["light"]),
  ...sheet("followed", "storage", ["light", "dark"]),
  ...sheet("followed", "storage", ["light"], "Identifiers"),
  ...sheet("followed", "storage", ["light"], "Scripts"),
  ...sheet("clinic", "unseen", ["light", "dark", "narrow", "projector"]),
  ...sheet("rtl", "recipients", ["rtl"]),
  ...sheet("rtl", "findings", ["rtl"]),
  ...sheet("many", "recipients", ["light", "narrow"]),
  ...sheet("many", "findings", ["light", "projector"]),
];
