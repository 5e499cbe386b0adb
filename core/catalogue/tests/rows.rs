//! A bad row stops the build with file, line and the sentence that mends it: `tests/small` with one thing made wrong, given to
//! what the build script calls.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test says what it expects

use leaklight_catalogue::compile;
use std::path::Path;

const ALPHA: &str = include_str!("small/alpha.toml");
const BETA: &str = include_str!("small/beta.toml");
const OWNERS: &str = "# a copy\nalpha.example\tAlpha Ltd.\tanalytics\n";
const CORRECTED: &str = "# ours\nbeta.example\tBeta Group\tad\tbeta.example/about (2026-11-01)\n";
const SUFFIXES: &str = "example\ncom\n";

/// What the build says of these texts; `Ok` where it writes the tables.
fn build_with(alpha: &str, beta: &str, owners: &str, corrected: &str) -> Result<(), Vec<String>> {
    let place = tempfile::tempdir().unwrap();
    let (data, out) = (place.path().join("data"), place.path().join("out"));
    std::fs::create_dir_all(data.join("vendors")).unwrap();
    std::fs::create_dir_all(&out).unwrap();
    let write = |name: &str, text: &str| std::fs::write(data.join(name), text).unwrap();
    write("vendors/alpha.toml", alpha);
    write("vendors/beta.toml", beta);
    write("owners.tsv", owners);
    write("owners-corrected.tsv", corrected);
    write("public_suffix_list.dat", SUFFIXES);
    let done = compile(&data, "core/data", &out).map_err(|wrong| wrong.iter().map(ToString::to_string).collect());
    let written = |name: &str| Path::exists(&out.join(name));
    for name in ["vendors.txt", "vendors.columns", "owners.trie", "vendor_examples.rs"] {
        assert_eq!(written(name), done.is_ok(), "{name}");
    }
    done
}

fn build(alpha: &str, beta: &str) -> Result<(), Vec<String>> {
    build_with(alpha, beta, OWNERS, CORRECTED)
}

fn line(text: &str, of: &str) -> usize {
    assert_eq!(text.matches(of).count(), 1, "`{of}` must stand once in\n{text}");
    text.split(of).next().unwrap().matches('\n').count() + 1
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in\n{text}");
    text.replace(from, to)
}

/// In alpha.toml `from` becomes `to`: the build says just these sentences, each about the line where the text beside it stands.
#[track_caller]
fn refused(from: &str, to: &str, want: &[(&str, &str)]) {
    let alpha = changed(ALPHA, from, to);
    let said = build(&alpha, BETA).expect_err("the build goes on");
    let want: Vec<String> = want.iter().map(|(at, says)| format!("core/data/vendors/alpha.toml:{}: {says}", line(&alpha, at))).collect();
    assert_eq!(said.len(), want.len(), "{said:#?}");
    for (said, want) in said.iter().zip(want) {
        assert!(said.starts_with(&want), "\n     {said}\nnot: {want}");
    }
}

#[test]
fn good_rows_are_compiled() {
    assert_eq!(build(ALPHA, BETA), Ok(()));
}

#[test]
fn what_is_no_vendor_file() {
    refused("fix = ", "fixx = ", &[("fixx", "unknown key `fixx`; write one of `id`, `name`, `owner`,")]);
    refused("need = [\"alpha_id\"]", "needs = [\"alpha_id\"]", &[("needs", "unknown key `needs`; write one of `role`, `paths`, `need`")]);
    refused("owner = \"Alpha Inc.\"\n", "", &[("id = \"alpha\"", "`owner` is missing; add it, core/data/vendors/README.md shows where")]);
    refused("hosts = [\"alpha.example\"]\n", "", &[("[[endpoint]]", "`hosts` is missing; add it,")]);
    refused("id = \"alpha\"", "id = \"alpha", &[("id = ", "not TOML as a vendor’s file has it: ")]);
    refused("min = 1", "min = \"one\"", &[("min = ", "not TOML as a vendor’s file has it: invalid type: string \"one\", expected u8")]);
}

#[test]
fn what_cannot_be_right_by_itself() {
    let category = "`adverts` is no category; write one of advertising, social, analytics, ";
    refused("category = \"analytics\"", "category = \"adverts\"", &[("\"adverts\"", category)]);
    refused(
        "id = \"alpha\"",
        "id = \"alpha-2\"",
        &[("alpha-2", "`alpha-2` must be lower-case words joined by `-`, and the file's name must be")],
    );
    refused("name = \"Alpha\"", "name = \" \"", &[("name = \" \"", "the name is empty; say it")]);
    refused("checked = \"2026-11-23\"", "checked = \"23 Nov\"", &[("23 Nov", "`23 Nov` is no day; write it as 2026-11-23")]);
    refused("sources = [\"docs.alpha.example (2026-11-01)\"]", "sources = []", &[("checked", "no source; add to `sources` where")]);
    refused("status = \"not-found\"", "status = \"no\"", &[("status = ", "a BAA position needs `source` and `as-of`;")]);
    refused("[\"alpha.example\"]", "[\"alpha\"]", &[("[\"alpha\"]", "`alpha` is no host; write `example.com`,")]);
    refused(
        "paths = [\"/collect\"]",
        "paths = [\"collect\"]",
        &[("[\"collect\"]", "a path begins with `/` or `*`: write `/collect` or `*/collect`")],
    );
    refused(
        "\"alpha_url\" = \"page-address\"\n\n",
        "\"alpha_url\" = \"address\"\n\n",
        &[("\"alpha_url\" = \"address\"", "`address` is no meaning; write one of page-address,")],
    );
    refused("[\"alpha_id\"]", "[\"alpha_*\"]", &[("\"collect\"\nneed", "a signature needs a key without `*` under `need`,")]);
    refused("min = 1", "min = 3", &[("\"collect\"\nneed", "`min` asks for 3 of 2 keys; lower it or name more under `some`")]);
    refused(
        "what = \"a number for this browser\"",
        &format!("what = \"{}\"", "long ".repeat(300)),
        &[("what = ", "longer than 1000 bytes; say it shorter")],
    );
    refused(
        "\"https://t.alpha.example/",
        "\"t.alpha.example/",
        &[(
            "\"t.alpha.example/",
            "`t.alpha.example/collect?alpha_url=https%3A%2F%2Fclinic.example%2F` is no address; write it whole, with https://",
        )],
    );
    let named = "cnames = [\"a*\"]\n\n[baa]";
    refused("[baa]", named, &[("cnames", "`a*` is no first label of a host that says whose it is; write one such as `smetrics`")]);
    let list = "batch = \"events\"\n\n[baa]";
    refused("[baa]", list, &[("batch", "`events` is no list; write its name and `[]`: `requests[]`")]);
    refused("[baa]", "fields-of = \"gamma\"\n\n[baa]", &[("fields-of", "no vendor `gamma`; name a file in this folder")]);
    let clean = &ALPHA[ALPHA.find("[[clean]]").unwrap()..];
    refused(clean, "", &[("id = ", "no example; add at least one `[[hit]]` and one `[[clean]]`")]);
}

#[test]
fn dead_patterns() {
    refused(
        "paths = [\"/collect\"]",
        "paths = [\n  \"/coll*\",\n  \"/collect\",\n]",
        &[("  \"/collect\"", "dead path: `/coll*` above matches all that `/collect` does; delete one")],
    );
    refused(
        "hosts = [\"alpha.example\"]",
        "hosts = [\n  \"t.alpha.example\",\n  \"alpha.example\",\n]",
        &[("  \"t.alpha.example\"", "dead host: `alpha.example` covers `t.alpha.example`; delete one")],
    );
    refused(
        "hosts = [\"alpha.example\"]",
        "hosts = [\"alpha.example\", # once\n  \"alpha.example\"]",
        &[("  \"alpha.example\"", "dead host: `alpha.example` stands here twice; delete one")],
    );
    refused(
        "some = [\"alpha_url\", ",
        "some = [\"alpha_title\", \"alpha_url\", ",
        &[("some = ", "`alpha_title` stands here twice; delete one")],
    );
    refused(
        "[[signature]]",
        "[[endpoint]]\nrole = \"other\"\nhosts = [\"img.alpha.example\"]\npaths = [\"/i/*\"]\n\n[[signature]]",
        &[("\"other\"", "no example reaches this endpoint, so nothing shows that it works; add a [[hit]] that does or delete it")],
    );
    refused(
        "[fields]",
        "[[signature]]\nrole = \"script\"\npaths = [\"*/alpha.js\"]\n\n[fields]",
        &[("\"script\"", "no example reaches this signature, so nothing shows that it works; add a [[hit]] that does or delete it")],
    );
}

#[test]
fn examples_that_are_not_so() {
    let at = "\"https://t.alpha.example/";
    refused(
        "hosts = [\"alpha.example\"]",
        "hosts = [\"alpha.com\"]",
        &[
            ("\"collect\"\nhosts", "no example reaches this endpoint"),
            (
                at,
                "https://t.alpha.example/collect?alpha_url=https%3A%2F%2Fclinic.example%2F is told as nobody’s, not as collect of alpha; mend the endpoint, or the example",
            ),
        ],
    );
    refused(
        "https://t.alpha.example/collect?alpha_url=https%3A%2F%2Fclinic.example%2F\"\nrole = \"collect\"",
        "https://t.alpha.example/collect?alpha_url=https%3A%2F%2Fclinic.example%2F\"\nrole = \"script\"",
        &[(
            at,
            "https://t.alpha.example/collect?alpha_url=https%3A%2F%2Fclinic.example%2F is told as collect of alpha, not as script of alpha;",
        )],
    );
    refused(
        "tracking = true",
        "tracking = false",
        &[(
            at,
            "https://t.alpha.example/collect?alpha_url=https%3A%2F%2Fclinic.example%2F has tracking = true; set `tracking = false` on its endpoint, or mend the example",
        )],
    );
    refused(
        "= \"page-address\" }",
        "= \"referrer\" }",
        &[(at, "query:alpha_url means page-address, not referrer; mend `[fields]`, or the example")],
    );
    refused(
        "{ \"query:alpha_url\" =",
        "{ \"query:url\" =",
        &[(at, "query:url is not sent, but path:1, query:alpha_url; mend `[fields]`, or the example")],
    );
    refused(
        "alpha_title=x\"",
        "title=x\"",
        &[
            ("\"collect\"\nneed", "no example reaches this signature"),
            ("/relay", "https://clinic.example/relay?alpha_id=1&title=x is told as nobody’s, not as collect of alpha;"),
        ],
    );
    refused(
        "https://alpha.example.clinic.example/collect",
        "https://x.alpha.example/collect",
        &[(
            "x.alpha.example",
            "https://x.alpha.example/collect is taken for a collect request of alpha; narrow the pattern, or give the example its `role`",
        )],
    );
    refused(
        "https://alpha.example.clinic.example/collect\"",
        "https://alpha.example.clinic.example/collect\"\nrole = \"other\"",
        &[("alpha.example.clinic", "https://alpha.example.clinic.example/collect is told as nobody’s, not as other of alpha;")],
    );
}

/// What only two files together have wrong; alpha.toml stays as it is.
#[track_caller]
fn refused_together(from: &str, to: &str, want: &[(&str, &str, &str)]) {
    let beta = changed(BETA, from, to);
    let said = build(ALPHA, &beta).expect_err("the build goes on");
    assert_eq!(said.len(), want.len(), "{said:#?}");
    for (said, (file, at, says)) in said.iter().zip(want) {
        let text = if *file == "alpha" { ALPHA } else { &beta };
        let want = format!("core/data/vendors/{file}.toml:{}: {says}", line(text, at));
        assert!(said.starts_with(&want), "\n     {said}\nnot: {want}");
    }
}

#[test]
fn two_vendors_claim_one_thing() {
    let more = "[[endpoint]]\nrole = \"collect\"\nhosts = [\"alpha.example\"]\npaths = [\"/col*\"]\n\n[[cookie]]";
    refused_together(
        "[[cookie]]",
        more,
        &[
            (
                "alpha",
                "\"https://t.alpha.example/",
                "alpha and beta (core/data/vendors/beta.toml:21) both claim this example; give one of them a narrower path or `need`",
            ),
            ("beta", "\"collect\"", "no example reaches this endpoint"),
        ],
    );
    let same = "[[signature]]\nrole = \"collect\"\nneed = [\"alpha_id\", \"alpha_title\"]\n\n[[cookie]]";
    let both = "alpha and beta (core/data/vendors/beta.toml:21) both claim this example; give one of them a narrower path or `need`";
    refused_together("[[cookie]]", same, &[("alpha", "/relay", both)]);
    let kept = "`_alpha*` already stands in core/data/vendors/alpha.toml; keep one, or give each its `domain`";
    refused_together("name = \"_beta\"", "name = \"_alpha*\"", &[("beta", "_alpha*", kept)]);
}

#[test]
fn one_bad_file_hides_no_complaint_about_another() {
    let alpha = changed(ALPHA, "category = \"analytics\"", "category = \"adverts\"");
    let beta = changed(
        BETA,
        "https://beta.example/b.js",
        "https://beta.example/b.png\"\nrole = \"other\"\n\n[[hit]]\nurl = \"https://beta.example/b.js",
    );
    let said = build(&alpha, &beta).unwrap_err().join("\n");
    assert!(
        said.contains("alpha.toml:4: `adverts` is no category")
            && said.contains("beta.toml:26: https://beta.example/b.png is told as nobody’s"),
        "{said}"
    );
}

#[test]
fn owners_that_cannot_be_read() {
    let shape = "a row is domain, owner and category, parted by tabs";
    let category = "`stuff` is a new category; add it to CATEGORIES in core/catalogue/src/owners.rs";
    let source = "no source; say in a fourth column where it was read and when";
    for (row, says, of_ours) in [
        ("a.example\tA", shape, shape),
        ("a.example\tA\tstuff\tread", category, category),
        ("a.example\tA\tad\t", "", source),
        ("a.example\tA\tad", "", source),
    ] {
        let want = |file: &str, says: &str| if says.is_empty() { Ok(()) } else { Err(vec![format!("core/data/{file}:3: {says}")]) };
        assert_eq!(build_with(ALPHA, BETA, &format!("{OWNERS}{row}\n"), CORRECTED), want("owners.tsv", says), "{row}");
        assert_eq!(build_with(ALPHA, BETA, OWNERS, &format!("{CORRECTED}{row}\n")), want("owners-corrected.tsv", of_ours), "{row}");
    }
}
