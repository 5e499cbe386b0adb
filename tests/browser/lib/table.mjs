/** Rows as a table of plain text; the last column wraps to the terminal's width. */
export function table(head, rows, width = process.stdout.columns || 150) {
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i].length)));
  const last = head.length - 1;
  widths[last] = Math.max(20, width - widths.slice(0, last).reduce((a, w) => a + w + 2, 0));
  const line = (row) => {
    const wrapped = row[last].match(new RegExp(`.{1,${widths[last]}}(\\s|$)`, "g")) ?? [""];
    return wrapped.map((part, n) => row.slice(0, last).map((c, i) => (n ? "" : c).padEnd(widths[i])).join("  ") + "  " + part.trimEnd()).join("\n");
  };
  return [line(head), widths.map((w) => "─".repeat(w)).join("  "), ...rows.map(line)].join("\n");
}
