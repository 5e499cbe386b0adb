//! What brought what, as nested lists.

use super::{badge, excerpt};
use crate::report::markup::Markup;
use crate::report::plain::node;
use crate::report::view::{LineageNode, LineageView};

/// The tree and what it cannot tell.
pub(super) fn lineage(m: &mut Markup, tree: &LineageView) {
    m.raw("<section>\n<h2>How it got here</h2>\n");
    if tree.nodes.is_empty() {
        m.raw("<p>Nothing was seen to be brought into the page.</p>\n");
    } else {
        m.raw("<p class=\"muted\">What brought what into the page, as far as the browser, the page and the requests tell.</p>\n");
        m.raw("<div class=\"tree\">\n");
        nested(m, &tree.nodes);
        m.raw("</div>\n");
    }
    sentences(m, "<h3>What this tree cannot tell</h3>\n", &tree.limits);
    m.raw("</section>\n");
}

fn nested(m: &mut Markup, nodes: &[LineageNode]) {
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
        m.between(" · <bdi>", &n.detail, "</bdi>").between(" · known by: ", &n.basis, "").raw("</span>");
    }
    for _ in 0..open {
        m.raw("</li>\n</ul>\n");
    }
}

/// A heading and plain sentences below it; nothing where there are none.
pub(super) fn sentences(m: &mut Markup, heading: &'static str, all: &[String]) {
    if all.is_empty() {
        return;
    }
    m.raw(heading).raw("<ul>\n");
    for said in all {
        m.raw("<li dir=\"auto\">").text(said).raw("</li>\n");
    }
    m.raw("</ul>\n");
}

#[cfg(test)]
mod tests {
    use super::{Markup, nested};
    use crate::excerpt::Excerpt;
    use crate::report::view::LineageNode;

    #[test]
    fn depths_nest_whatever_they_are() {
        let check = |depths: &[u8], want: &str| {
            let nodes: Vec<LineageNode> = depths
                .iter()
                .map(|&depth| LineageNode {
                    depth,
                    kind: "script".into(),
                    name: Excerpt::plain("n", &[]),
                    detail: String::new(),
                    basis: String::new(),
                    recipient: None,
                    worst: None,
                })
                .collect();
            let mut m = Markup::default();
            nested(&mut m, &nodes);
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
