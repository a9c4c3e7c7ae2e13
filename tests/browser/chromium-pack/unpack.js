// Unpacks everything the package carries (the browser, its libraries, a font) into TMPDIR.
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

const packed = new URL("../bin/", import.meta.resolve("@sparticuz/chromium"));
for (const name of await readdir(packed)) await inflate(fileURLToPath(new URL(name, packed)));
