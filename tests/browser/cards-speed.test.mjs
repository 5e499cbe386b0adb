// How much work an update of the cards is: measures time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { many, overlayStage, shown } from "./lib/overlay.mjs";

const it = overlayStage();
const FIELDS = `<p><button id="a">One</button> <button id="b">Two</button></p>${"<p>Text of the page.</p>".repeat(40)}`;

test("an update of 30 cards is at most one frame of work", async (t) => {
  await it.open(FIELDS, shown(many()));
  for (const head of await it.page.evaluateHandle(() => [...window.root().querySelectorAll(".head")]).then((h) => h.getProperties()).then((p) => [...p.values()])) {
    if (await head.asElement().evaluate((e) => e.ariaExpanded === "false")) await head.asElement().evaluate((e) => e.scrollIntoView());
    if (await head.asElement().evaluate((e) => e.ariaExpanded === "false")) await head.asElement().click();
  }
  const cards = many();
  const cost = await it.page.evaluate(async (every) => {
    const real = window.requestAnimationFrame;
    const tasks = [];
    const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration)));
    watch.observe({ type: "longtask" });
    const third = (round, n) => (n % 10 === round % 10 ? ` ${round}` : "");
    const proof = (c, more) => c.proof.map((p) => ({ ...p, value: { ...p.value, shown: p.value.shown + more } }));
    const kinds = {
      counts: (c) => c,
      "words of 3": (c, round, n) => ({ ...c, said: c.said + third(round, n) }),
      "words of all": (c, round) => ({ ...c, said: `${c.said} ${round}` }),
      // A proof that changes has its card made anew.
      "proof of 3": (c, round, n) => ({ ...c, proof: proof(c, third(round, n)) }),
      "proof of all": (c, round) => ({ ...c, proof: proof(c, ` ${round}`) }),
    };
    const out = {};
    for (const [kind, changed] of Object.entries(kinds)) {
      const spent = [];
      for (let round = 0; round <= 40; round++) {
        const cards = every.cards.map((c, n) => changed({ ...c, count: 1000 + round }, round, n));
        // Its frame's callback is held back, so that it is timed with the layout it asks for and nothing else is.
        let work;
        window.requestAnimationFrame = (callback) => ((work = callback), 1);
        const a = performance.now();
        window.overlay.show({ ...every, cards });
        const asked = performance.now() - a;
        window.requestAnimationFrame = real;
        await new Promise((done) => real(done));
        const b = performance.now();
        work(b);
        void window.root().querySelector(".stack").offsetHeight;
        // The first draws what the kind before left otherwise.
        if (round > 0) spent.push(asked + performance.now() - b);
      }
      spent.sort((x, y) => x - y);
      const at = (part) => Math.round(spent[Math.floor(spent.length * part)] * 10) / 10;
      out[kind] = { least: at(0), median: at(0.5), p95: at(0.95), longest: at(0.999) };
    }
    tasks.push(...watch.takeRecords().map((e) => e.duration));
    return { ...out, "tasks of 50 ms and more": tasks };
  }, shown(cards));
  t.diagnostic(`30 cards updating, ms of script and layout: ${JSON.stringify(cost)}`);
  // Half of them may meet something else that the machine does.
  for (const kind of ["counts", "words of 3", "words of all", "proof of 3", "proof of all"]) assert.ok(cost[kind].median < 16.7, JSON.stringify(cost));
});
