//! What brought what, as nested lists.

use super::{badge, excerpt, pictured};
use crate::excerpt::Excerpt;
use crate::report::markup::Markup;
use crate::report::picture::Which;
use crate::report::plain::node;
use crate::report::view::{LineageNode, LineageView, View};
use leaklight_text::t;

/// The tree and what it cannot tell.
pub(super) fn lineage(m: &mut Markup, view: &View) {
    let tree = &view.lineage;
    m.raw("<section>\n<h2>").raw(t!("How it got here")).raw("</h2>\n");
    if tree.nodes.is_empty() {
        m.raw("<p>").raw(t!("Nothing was seen to be brought into the page.")).raw("</p>\n");
    } else {
        let basis = common(&tree.nodes);
        m.raw("<p class=\"muted\">").raw(t!("What brought what into the page, as far as the browser, the page and the requests tell."));
        if !basis.is_empty() {
            m.raw(" ").text(&match tree.nodes.iter().any(|n| n.kind == "unknown") {
                true => t!("Known by: {how}, but for what stands under what was not seen.", how = basis),
                false => t!("Known by: {how}.", how = basis),
            });
        }
        m.raw("</p>\n");
        pictured(m, Which::Lineage, view);
        m.raw("<div class=\"tree\">\n");
        nested(m, &tree.nodes, basis);
        m.raw("</div>\n");
    }
    sentences(m, "h3", t!("What this tree cannot tell"), &tree.limits);
    m.raw("</section>\n");
}

/// What all of a longer tree is known by, to be said once; empty where that differs, as in a visit, or the tree is short.
fn common(nodes: &[LineageNode]) -> &str {
    let mut all = nodes.iter().map(|n| n.basis.as_str()).filter(|basis| !basis.is_empty());
    let first = all.next().unwrap_or_default();
    let mut others = 0;
    let same = all.inspect(|_| others += 1).all(|basis| basis == first);
    if same && others > 2 { first } else { "" }
}

fn nested(m: &mut Markup, nodes: &[LineageNode], known: &str) {
    // Lists that are open; each holds an open item.
    let mut open = 0;
    for n in nodes {
        // One step down at most: a node lies within the one above it.
        let depth = usize::from(n.depth).min(open);
        while open > depth + 1 {
            m.raw("</li>\n</ul>\n");
            open -= 1;
        }
        if open == depth {
            m.raw("\n<ul>\n");
            open += 1;
        } else {
            m.raw("</li>\n");
        }
        m.raw("<li><b>");
        excerpt(m, &n.name);
        m.raw("</b>");
        if let Some(worst) = n.worst {
            m.raw(" ");
            badge(m, worst);
        }
        m.raw(" <span class=\"muted\">").raw(node(&n.kind));
        let basis = if n.basis == known { "" } else { &n.basis };
        m.between(" · <bdi>", &n.detail, "</bdi>");
        if !basis.is_empty() {
            m.raw(" · ").text(&t!("known by: {how}", how = basis));
        }
        m.raw("</span>");
    }
    for _ in 0..open {
        m.raw("</li>\n</ul>\n");
    }
}

/// What brought a recipient's first node in the tree, the outermost first, the page itself apart; empty where it is not in it.
pub(super) fn loaders<'t>(tree: &'t LineageView, recipient: &str) -> Vec<&'t Excerpt> {
    let Some(at) = tree.nodes.iter().position(|n| n.recipient.as_deref() == Some(recipient)) else { return Vec::new() };
    let mut depth = tree.nodes.get(at).map_or(0, |n| n.depth);
    let mut out = Vec::new();
    for node in tree.nodes.iter().take(at).rev() {
        if node.depth < depth {
            depth = node.depth;
            if depth > 0 {
                out.push(&node.name);
            }
        }
    }
    out.reverse();
    out
}

/// A heading (none where it is empty) of a level and plain sentences below it; nothing where there are none.
pub(super) fn sentences(m: &mut Markup, level: &'static str, heading: &'static str, all: &[String]) {
    if all.is_empty() {
        return;
    }
    if !heading.is_empty() {
        m.raw("<").raw(level).raw(">").raw(heading).raw("</").raw(level).raw(">\n");
    }
    m.raw("<ul>\n");
    for said in all {
        m.raw("<li dir=\"auto\">");
        super::marked(m, said);
        m.raw("</li>\n");
    }
    m.raw("</ul>\n");
}

#[cfg(test)]
mod tests {
    use super::{LineageView, Markup, common, loaders, nested};
    use crate::excerpt::Excerpt;
    use crate::report::view::LineageNode;

    fn node(depth: u8, basis: &str) -> LineageNode {
        LineageNode {
            depth,
            kind: "script".into(),
            name: Excerpt::plain("n", &[]),
            detail: String::new(),
            basis: basis.into(),
            recipient: None,
            worst: None,
        }
    }

    #[test]
    fn one_word_for_all_is_said_once() {
        let check = |bases: &[&str], want: &str| {
            let nodes: Vec<LineageNode> = bases.iter().map(|basis| node(1, basis)).collect();
            assert_eq!(common(&nodes), want, "{bases:?}");
        };
        check(&["", "a", "a", "", "a", "a"], "a");
        check(&["", "a", "a", "b", "a", "a"], "");
        check(&["", "a", "a"], "");
        check(&[], "");
        let mut m = Markup::default();
        nested(&mut m, &[node(0, "a"), node(0, "b")], "a");
        let said = m.finish();
        assert!(said.contains("known by: b") && !said.contains("known by: a"), "{said}");
    }

    #[test]
    fn loaders_are_those_above() {
        let mut nodes: Vec<LineageNode> = [0, 1, 2, 1, 2, 3].iter().map(|&depth| node(depth, "")).collect();
        for (n, node) in nodes.iter_mut().enumerate() {
            node.name = Excerpt::plain(&n.to_string(), &[]);
        }
        let mut tree = LineageView { nodes, limits: Vec::new() };
        tree.nodes[5].recipient = Some("meta-pixel".into());
        let names = |id: &str| loaders(&tree, id).iter().map(|e| e.shown.clone()).collect::<String>();
        assert_eq!((names("meta-pixel"), names("hotjar")), ("34".to_owned(), String::new()));
    }

    #[test]
    fn depths_nest_whatever_they_are() {
        let check = |depths: &[u8], want: &str| {
            let nodes: Vec<LineageNode> = depths.iter().map(|&depth| node(depth, "")).collect();
            let mut m = Markup::default();
            nested(&mut m, &nodes, "");
            let item = "<b><bdi dir=\"auto\">n</bdi></b> <span class=\"muted\">Script</span>";
            let shape = m.finish().replace(item, "n").replace(['\n'], "");
            let shape = shape.replace("<ul>", "(").replace("</ul>", ")").replace("<li>", "").replace("</li>", ".");
            assert_eq!(shape, want, "{depths:?}");
        };
        check(&[], "");
        check(&[0], "(n.)");
        check(&[0, 1, 2, 1], "(n(n(n.).n.).)");
        check(&[0, 1, 2, 3, 0], "(n(n(n(n.).).).n.)");
        // Steps that are missing: nothing is lost and every list is closed.
        check(&[2, 5, 1], "(n(n.n.).)");
        check(&[255, 0], "(n.n.)");
    }
}
