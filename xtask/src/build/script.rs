//! The shell's TypeScript: `tsc` and no bundler; the page scripts are minified one by one.

use super::{Files, add_folder};
use crate::banners::TABLE;
use crate::run::{at, program, run_quiet};
use crate::stamp;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Injected into pages as classic scripts: a module statement in one of them is an error there.
pub const PAGE_SCRIPTS: [&str; 7] = ["banner.js", "cards.js", "content.js", "fields.js", "labels.js", "page-hook.js", "structure.js"];

const OUT: &str = "target/shell/js";

/// Compiles the shell and adds its scripts.
pub fn collect(dev: bool, files: &mut Files) -> Result<()> {
    compile()?;
    let mut made = Files::new();
    add_folder(&mut made, &at(OUT))?;
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
        run_quiet(program("node").args(["extension/node_modules/typescript/bin/tsc", "--project", "extension/tsconfig.json"]))
    })?;
    Ok(())
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
    use super::module_statement;

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
