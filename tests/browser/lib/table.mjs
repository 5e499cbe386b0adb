/** Rows as a table of plain text, one line each; the last column is cut to the terminal's width. */
export function table(head, rows, width = process.stdout.columns || 170) {
  const last = head.length - 1;
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r[i].length)));
  widths[last] = Math.max(30, width - widths.slice(0, last).reduce((sum, w) => sum + w + 2, 0));
  const cut = (text, n) => (text.length > n ? `${text.slice(0, n - 1)}…` : text.padEnd(n));
  const line = (row) => row.map((cell, i) => cut(cell, widths[i])).join("  ").trimEnd();
  return [line(head), widths.map((w) => "─".repeat(w)).join("  "), ...rows.map(line)].join("\n");
}
