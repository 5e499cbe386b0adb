//! The shell's TypeScript: `tsc` and no bundler; the page scripts are minified one by one.

use super::{Files, add_folder};
use crate::banners::TABLE;
use crate::run::{at, program, run_quiet};
use crate::stamp;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Injected into pages as classic scripts: a module statement in one of them is an error there.
pub const PAGE_SCRIPTS: [&str; 11] = [
    "banner.js",
    "card.js",
    "cards.js",
    "content.js",
    "fields.js",
    "inventory.js",
    "labels.js",
    "page-hook.js",
    "stored.js",
    "structure.js",
    "where.js",
];

/// The page hook's sources, in the order they stand in its one block. What one of them does as it is read may use those before it.
const PAGE_HOOK: [&str; 9] = ["base", "callers", "causes", "bodies", "requests", "writes", "consent", "puts", "life"];

const OUT: &str = "target/shell/js";

/// Compiles the shell and adds its scripts.
pub fn collect(dev: bool, files: &mut Files) -> Result<()> {
    compile()?;
    let mut made = Files::new();
    add_folder(&mut made, &at(OUT))?;
    made.retain(|name, _| !name.starts_with("page-hook/"));
    for name in PAGE_SCRIPTS {
        let Some(script) = made.get_mut(name) else {
            continue;
        };
        let text = String::from_utf8_lossy(script).into_owned();
        if let Some(line) = module_statement(&text) {
            bail!(
                "{name} is injected as a classic script but was compiled to a module: `{line}` (write `type T = import(\"./x\").T`, and no export)"
            );
        }
        if !dev {
            *script = minified(name, script)?;
        }
    }
    made.insert("banners.js".into(), banners()?);
    files.append(&mut made);
    Ok(())
}

/// The table of consent banners as a classic script, with its licence; its other comments are for who reads the table.
fn banners() -> Result<Vec<u8>> {
    let table = std::fs::read_to_string(at(TABLE)).with_context(|| format!("cannot read {TABLE}"))?;
    let (head, rows): (Vec<&str>, Vec<&str>) = table.lines().partition(|line| line.starts_with('#'));
    let head: Vec<&str> = head.iter().map(|line| line.trim_start_matches(['#', ' '])).collect();
    // As JSON, which is JavaScript too.
    Ok(format!("/*! {} */\nglobalThis.leaklightBanners ??= {};\n", head.join(" "), serde_json::to_string(&rows.join("\n"))?).into_bytes())
}

/// Checks the types and writes JavaScript.
pub fn compile() -> Result<()> {
    let shell = at("extension/shell");
    if !stamp::files(&shell)?.iter().any(|file| file.extension().is_some_and(|extension| extension == "ts")) {
        return Ok(());
    }
    let out = at(OUT);
    let inputs = [shell, at("extension/tsconfig.json"), at("extension/package-lock.json"), at("target/wasm/types")];
    stamp::once("tsc", stamp::hash(&inputs, &[])?, std::slice::from_ref(&out), || {
        println!("compiling extension/shell (tsc)");
        let _ = std::fs::remove_dir_all(&out);
        // The page hook's sources see one another and none of the rest.
        for project in ["extension/tsconfig.json", "extension/shell/page-hook/tsconfig.json"] {
            run_quiet(program("node").args(["extension/node_modules/typescript/bin/tsc", "--project", project]))?;
        }
        let sources = PAGE_HOOK.map(|name| {
            let path = at(OUT).join("page-hook").join(name).with_extension("js");
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        });
        let block = in_one_block(&sources.into_iter().collect::<Result<Vec<_>>>()?);
        std::fs::write(at(OUT).join("page-hook.js"), block).context("cannot write the page hook")
    })?;
    Ok(())
}

/// Classic scripts as one, whose names nobody else sees.
fn in_one_block(scripts: &[String]) -> String {
    let parts: String = scripts.iter().map(|script| script.strip_prefix("\"use strict\";\n").unwrap_or(script)).collect();
    format!("\"use strict\";\n{{\n{parts}}}\n")
}

/// The first line that makes a module of a script.
fn module_statement(script: &str) -> Option<&str> {
    script.lines().map(str::trim_start).find(|line| {
        ["import ", "import{", "import(", "import\"", "import'", "export ", "export{", "export*"]
            .iter()
            .any(|start| line.starts_with(start))
    })
}

fn minified(name: &str, script: &[u8]) -> Result<Vec<u8>> {
    let small = at("target/shell/min").join(name);
    let source = at(OUT).join(name);
    // Page scripts run in a browser that may take them for another charset: ASCII only.
    let options = ["--compress", "passes=2,ecma=2020", "--mangle", "--ecma", "2020", "--format", "ascii_only=true"];
    let inputs = stamp::hash(&[source.clone(), at("extension/package-lock.json")], &options)?;
    stamp::once(&format!("minify-{name}"), inputs, std::slice::from_ref(&small), || {
        println!("minifying {name} ({} bytes)", script.len());
        std::fs::create_dir_all(small.parent().unwrap_or(Path::new(".")))?;
        run_quiet(program("node").arg("extension/node_modules/terser/bin/terser").arg(&source).args(options).arg("--output").arg(&small))
    })?;
    std::fs::read(&small).with_context(|| format!("cannot read the minified {name}"))
}

#[cfg(test)]
mod tests {
    use super::{PAGE_HOOK, in_one_block, module_statement};
    use crate::run::at;

    #[test]
    fn the_page_hook_is_one_block_of_all_its_sources() {
        let scripts = ["\"use strict\";\nconst a = 1;\n", "const b = a;\n"].map(str::to_owned);
        assert_eq!(in_one_block(&scripts), "\"use strict\";\n{\nconst a = 1;\nconst b = a;\n}\n");
        let mut named: Vec<_> = std::fs::read_dir(at("extension/shell/page-hook"))
            .unwrap()
            .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".ts")?.to_owned()))
            .collect();
        named.sort();
        let mut wanted = PAGE_HOOK;
        wanted.sort();
        assert_eq!(named, wanted, "every source stands in the list");
    }

    #[test]
    fn module_statements_are_found() {
        for (script, found) in [
            ("\"use strict\";\n(() => { const important = 1; })();\n", None),
            ("const exported = {};\nimportant();\n", None),
            ("export {};\n", Some("export {};")),
            ("x();\nimport { a } from \"./a.js\";\n", Some("import { a } from \"./a.js\";")),
            ("  import(\"./a.js\");", Some("import(\"./a.js\");")),
        ] {
            assert_eq!(module_statement(script), found, "{script}");
        }
    }
}
