//! Markup that page text cannot enter: tags are written in this program, and all else is escaped.

use super::picture::Picture;

/// A document being written.
#[derive(Debug, Default)]
pub struct Markup {
    out: String,
}

impl Markup {
    /// Adds markup of our own. It lives as long as the program: what a page said does not.
    pub fn raw(&mut self, markup: &'static str) -> &mut Markup {
        self.out.push_str(markup);
        self
    }

    /// Adds text, in an element or within a quoted attribute.
    pub fn text(&mut self, text: &str) -> &mut Markup {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                // Not allowed in HTML, and some readers stop at it.
                '\0' => self.out.push('\u{fffd}'),
                c => self.out.push(c),
            }
        }
        self
    }

    /// Adds a number.
    pub fn number(&mut self, n: u32) -> &mut Markup {
        self.text(&n.to_string())
    }

    /// Adds text between two pieces of our own; nothing where the text is empty.
    pub fn between(&mut self, before: &'static str, text: &str, after: &'static str) -> &mut Markup {
        if text.is_empty() {
            return self;
        }
        self.raw(before).text(text).raw(after)
    }

    /// Adds what another document holds.
    pub fn join(&mut self, other: Markup) -> &mut Markup {
        self.out.push_str(&other.out);
        self
    }

    /// Adds a picture: markup of our own, with every text in it escaped where it was drawn.
    pub fn picture(&mut self, picture: &Picture) -> &mut Markup {
        self.out.push_str(picture.svg());
        self
    }

    /// The document.
    pub fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let mut markup = Markup::default();
        markup
            .raw("<p title=\"")
            .text("a\"b")
            .raw("\">")
            .text("<b>&'\0")
            .between("<i>", "", "</i>")
            .between("<i>", "x", "</i>")
            .raw("</p>");
        assert_eq!(markup.finish(), "<p title=\"a&quot;b\">&lt;b&gt;&amp;&#39;\u{fffd}<i>x</i></p>");
    }
}
