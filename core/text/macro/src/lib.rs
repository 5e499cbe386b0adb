//! `t!`: the sentence of `_locales` that an English text in the code stands for.

use leaklight_messages::{Messages, number, order, read, unquoted};
use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use std::sync::OnceLock;

static ENGLISH: OnceLock<Result<Messages, String>> = OnceLock::new();

/// `t!("General page")` is the `&'static str` of the person's language. `t!("on {site}")` and `t!("{} of {}", n, all)` are a `String`
/// with the places filled in, each with whatever can be displayed; no format specification can be given. `t!(verb: "Open")` tells two
/// messages of the same English text apart.
///
/// What is not among the English messages does not compile.
#[proc_macro]
pub fn t(input: TokenStream) -> TokenStream {
    expand(input, false).unwrap_or_else(|why| error(&why))
}

/// The message itself, for constants: `const TITLE: Message = message!("General page");`, to be said with `TITLE.say()`.
#[proc_macro]
pub fn message(input: TokenStream) -> TokenStream {
    expand(input, true).unwrap_or_else(|why| error(&why))
}

fn expand(input: TokenStream, constant: bool) -> Result<TokenStream, String> {
    let mut tokens = input.into_iter().peekable();
    let mut context = None;
    if let Some(TokenTree::Ident(word)) = tokens.peek() {
        context = Some(word.to_string());
        tokens.next();
        match tokens.next() {
            Some(TokenTree::Punct(colon)) if colon.as_char() == ':' => {}
            _ => return Err("a text in quotes is wanted".into()),
        }
    }
    let (text, span) = match tokens.next() {
        Some(TokenTree::Literal(literal)) => (unquoted(&literal.to_string()), literal.span()),
        // A literal that came through another macro stands in a group of its own.
        Some(TokenTree::Group(group)) => match group.stream().into_iter().next() {
            Some(TokenTree::Literal(literal)) => (unquoted(&literal.to_string()), literal.span()),
            _ => (None, Span::call_site()),
        },
        _ => (None, Span::call_site()),
    };
    let text = text.ok_or("a text in quotes is wanted")?;
    let english = ENGLISH.get_or_init(|| read("en")).as_ref().map_err(Clone::clone)?;
    let number = number(english, &text, context.as_deref())
        .ok_or_else(|| format!("not in _locales/en/text.json: {text:?}. `cargo xtask text` adds it."))?;
    let number = TokenTree::Literal(Literal::u16_suffixed(u16::try_from(number).map_err(|_| "too many messages".to_owned())?));
    if constant {
        return Ok(call("Message", vec![number]));
    }
    let given = arguments(tokens.collect())?;
    let places = order(&text);
    if places.is_empty() && given.is_empty() {
        return Ok(call("say", vec![number]));
    }
    let mut parts: Vec<TokenTree> = Vec::new();
    let mut used = vec![false; given.len()];
    for place in &places {
        let at = match place.strip_prefix('#').unwrap_or(place).parse::<usize>() {
            Ok(n) => {
                Some(given.iter().enumerate().filter(|(_, (name, _))| name.is_none()).nth(n).map(|(at, _)| at).ok_or("too few arguments")?)
            }
            Err(_) => given.iter().position(|(name, _)| name.as_deref() == Some(place)),
        };
        if let Some(seen) = at.and_then(|at| used.get_mut(at)) {
            *seen = true;
        }
        let value = match at.and_then(|at| given.get(at)) {
            Some((_, value)) => value.clone(),
            None => TokenStream::from(TokenTree::Ident(Ident::new(place, span))),
        };
        parts.push(TokenTree::Punct(Punct::new('&', Spacing::Alone)));
        parts.push(TokenTree::Group(Group::new(Delimiter::Parenthesis, value)));
        parts.push(TokenTree::Punct(Punct::new(',', Spacing::Alone)));
    }
    if used.contains(&false) {
        return Err("an argument is never used".into());
    }
    let list = TokenTree::Group(Group::new(Delimiter::Bracket, parts.into_iter().collect()));
    let list = vec![number, punct(','), punct('&'), list];
    Ok(call("fill", list))
}

/// `::leaklight_text::name(inside)`
fn call(name: &str, inside: Vec<TokenTree>) -> TokenStream {
    let colons = || [TokenTree::Punct(Punct::new(':', Spacing::Joint)), punct(':')];
    let mut out: Vec<TokenTree> = colons().into();
    out.push(TokenTree::Ident(Ident::new("leaklight_text", Span::call_site())));
    out.extend(colons());
    out.push(TokenTree::Ident(Ident::new(name, Span::call_site())));
    out.push(TokenTree::Group(Group::new(Delimiter::Parenthesis, inside.into_iter().collect())));
    out.into_iter().collect()
}

fn punct(c: char) -> TokenTree {
    TokenTree::Punct(Punct::new(c, Spacing::Alone))
}

/// What follows the text: values, some with a name.
fn arguments(tokens: Vec<TokenTree>) -> Result<Vec<(Option<String>, TokenStream)>, String> {
    let is = |tree: &TokenTree, c: char| matches!(tree, TokenTree::Punct(p) if p.as_char() == c);
    let mut out = Vec::new();
    for part in split(&tokens, is) {
        match part {
            [] => {}
            [TokenTree::Ident(name), equals, value @ ..] if is(equals, '=') && !value.first().is_some_and(|next| is(next, '=')) => {
                out.push((Some(name.to_string()), value.iter().cloned().collect()));
            }
            value => out.push((None, value.iter().cloned().collect())),
        }
    }
    Ok(out)
}

/// Parts between commas. A comma between angle brackets is one too: a value with such needs parentheses.
fn split(tokens: &[TokenTree], is: impl Fn(&TokenTree, char) -> bool) -> Vec<&[TokenTree]> {
    tokens.split(|tree| is(tree, ',')).collect()
}

fn error(why: &str) -> TokenStream {
    let text = TokenTree::Literal(Literal::string(why));
    let group = TokenTree::Group(Group::new(Delimiter::Brace, text.into()));
    [TokenTree::Ident(Ident::new("compile_error", Span::call_site())), punct('!'), group].into_iter().collect()
}
