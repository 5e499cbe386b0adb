// The extension as a browser set to Spanish shows it. Which language a browser takes hangs on what languages its system installed; here the
// Spanish messages stand in the place of the English ones, and all the rest is as shipped.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A copy of the unpacked extension in Spanish, to be removed when done. */
export async function spanish(extension) {
  const folder = await mkdtemp(join(tmpdir(), "leaklight-es-"));
  await cp(extension, folder, { recursive: true });
  await cp(join(folder, "_locales/es/messages.json"), join(folder, "_locales/en/messages.json"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
