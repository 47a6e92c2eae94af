//! Just enough of Rust's grammar to see what a source file names: tokens without comments, texts and test modules; paths.

/// Returns the tokens of a source text: words, `::`, and every other character by itself. Comments, texts, characters and
/// lifetimes are left out, and so is everything behind `#[cfg(test)]`.
pub(crate) fn tokens(source: &str) -> Vec<String> {
    without_tests(&all_tokens(source))
}

fn all_tokens(source: &str) -> Vec<String> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        at = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => after_line(&chars, at),
            ('/', Some('*')) => after_block_comment(&chars, at),
            ('"', _) => after_text(&chars, at),
            ('\'', _) => after_character(&chars, at),
            ('r' | 'b' | 'c', _) if text_prefix(&chars, at).is_some() => after_prefixed(&chars, at),
            (':', Some(':')) => {
                tokens.push("::".to_owned());
                at + 2
            }
            (c, _) if c.is_alphanumeric() || c == '_' => {
                let word: String = chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
                let end = at + word.chars().count();
                tokens.push(word);
                end
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                at + 1
            }
        };
    }
    tokens
}

fn after_line(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |end| at + end)
}

fn after_block_comment(chars: &[char], at: usize) -> usize {
    let mut depth = 0;
    let mut here = at;
    while here < chars.len() {
        match (chars[here], chars.get(here + 1)) {
            ('/', Some('*')) => (depth, here) = (depth + 1, here + 2),
            ('*', Some('/')) => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
        if depth == 0 {
            return here;
        }
    }
    here
}

fn after_text(chars: &[char], at: usize) -> usize {
    let mut here = at + 1;
    while here < chars.len() && chars[here] != '"' {
        here += if chars[here] == '\\' { 2 } else { 1 };
    }
    here + 1
}

/// A character ends with a quotation mark; a lifetime has none.
fn after_character(chars: &[char], at: usize) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        return chars[at + 3..].iter().position(|c| *c == '\'').map_or(chars.len(), |end| at + 3 + end + 1);
    }
    if chars.get(at + 2) == Some(&'\'') { at + 3 } else { at + 1 }
}

/// Returns how many `#` a raw text begins with, when a prefixed text begins here.
fn text_prefix(chars: &[char], at: usize) -> Option<(usize, usize)> {
    if at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') {
        return None;
    }
    let letters = chars[at..].iter().take(2).take_while(|c| matches!(**c, 'r' | 'b' | 'c')).count();
    let marks = chars[at + letters..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + letters + marks) == Some(&'"')).then_some((letters + marks, marks))
}

fn after_prefixed(chars: &[char], at: usize) -> usize {
    let (before, marks) = text_prefix(chars, at).expect("the caller has seen one");
    let raw = chars[at..at + before].contains(&'r');
    if !raw {
        return after_text(chars, at + before);
    }
    let mut here = at + before + 1;
    while here < chars.len() {
        if chars[here] == '"' && chars[here + 1..].iter().take_while(|c| **c == '#').count() >= marks {
            return here + 1 + marks;
        }
        here += 1;
    }
    here
}

/// Drops `#[cfg(test)]` and the item behind it.
fn without_tests(tokens: &[String]) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().map(String::as_str).take(7).eq(MARK) {
            at = after_item(tokens, at + 7);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// An item ends with `;` or with the brace that closes its first one.
fn after_item(tokens: &[String], at: usize) -> usize {
    let mut depth = 0;
    for (here, token) in tokens.iter().enumerate().skip(at) {
        match token.as_str() {
            ";" if depth == 0 => return here + 1,
            "{" => depth += 1,
            "}" if depth == 1 => return here + 1,
            "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Returns every path of at least two parts, and every single name that is used; groups are written out.
pub(crate) fn paths(tokens: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if begins_path(tokens, at) {
            at = path(tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn begins_path(tokens: &[String], at: usize) -> bool {
    let next = tokens.get(at + 1).map(String::as_str);
    let used = at > 0 && tokens[at - 1] == "use";
    is_word(&tokens[at]) && (next == Some("::") || (used && matches!(next, Some(";" | "as"))))
}

/// Reads a path from `at` on, behind the parts of `before`; returns where it ends.
fn path(tokens: &[String], at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut parts = before.to_vec();
    let mut here = at;
    loop {
        match tokens.get(here).map(String::as_str) {
            Some("{") if here > 0 && tokens[here - 1] == "::" => return group(tokens, here + 1, &parts, found),
            Some(word) if is_word(word) => {
                parts.push(word.to_owned());
                here += 1;
            }
            _ => break,
        }
        if tokens.get(here).map(String::as_str) != Some("::") {
            break;
        }
        here += 1;
    }
    found.push(parts);
    here
}

fn group(tokens: &[String], at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut here = at;
    while here < tokens.len() && tokens[here] != "}" {
        let begins = is_word(&tokens[here]) && matches!(tokens[here - 1].as_str(), "{" | ",");
        here = if begins { path(tokens, here, before, found) } else { here + 1 };
    }
    here + 1
}

/// Returns the module a file of `src/` is, from the root of the crate.
pub(crate) fn module_of(path: &str) -> Vec<String> {
    let stem = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Returns a path of the own crate from its root on; `None` for a path of another crate or a name in scope.
pub(crate) fn resolved(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let mut base = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.split_last()?.1.to_vec(),
        _ => return None,
    };
    let mut rest = rest;
    while let Some((first, tail)) = rest.split_first().filter(|(first, _)| *first == "super") {
        let _: &String = first;
        base.pop();
        rest = tail;
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

fn joined(source: &str) -> Vec<String> {
    paths(&tokens(source)).iter().map(|path| path.join("::")).collect()
}

#[test]
fn groups_are_written_out_and_inline_paths_are_seen() {
    let source = "use crate::{a::b, c::{d, e as f}, g::*};\nfn x() -> crate::h::I { super::j(k::l::<crate::m::N>()) }";
    assert_eq!(
        joined(source),
        ["crate::a::b", "crate::c::d", "crate::c::e", "crate::g", "crate::h::I", "super::j", "k::l", "crate::m::N"]
    );
}

#[test]
fn comments_texts_and_tests_are_not_read() {
    let source = "// crate::a\n/* crate::b /* crate::c */ */ const X: &str = \"crate::d \\\" crate::e\"; const Y: &str = r#\"crate::f\"#;\n\
        const Z: char = '\"'; fn f<'a>(x: &'a str) { crate::g::h(x, '\\'', \"crate::i\") }\n\
        #[cfg(test)]\nmod tests { use crate::j; fn t() { crate::k::l() } }\n#[cfg(test)] mod more;\nuse crate::m;";
    assert_eq!(joined(source), ["crate::g::h", "crate::m"]);
}

#[test]
fn relative_paths_are_resolved_from_the_file() {
    let resolved = |file: &str, path: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        resolved(&module_of(file), &path).map(|parts| parts.join("::"))
    };
    assert_eq!(resolved("src/compose/mod.rs", "super::protect::X").as_deref(), Some("protect::X"));
    assert_eq!(resolved("src/render/pdf/mod.rs", "super::super::read::X").as_deref(), Some("read::X"));
    assert_eq!(resolved("src/read/map.rs", "self::x").as_deref(), Some("read::map::x"));
    assert_eq!(resolved("src/pipeline.rs", "crate::read::X").as_deref(), Some("read::X"));
    assert_eq!(resolved("src/pipeline.rs", "std::fs"), None);
}
