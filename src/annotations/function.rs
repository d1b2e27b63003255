//! What a function keeps, changes, returns and makes: the card of its `def`, and one line for a code lens.

use super::Hover;
use crate::{
    facts::{AllocationFacts, Certainty, Escape, FunctionFacts, ParameterFacts},
    text::Span,
};

/// The card of the function whose name stands at a UTF-8 byte offset, after its `def`.
#[must_use]
pub fn function_card(functions: &[FunctionFacts], text: &str, offset: u32) -> Option<Hover> {
    let (name, span) = defined_name(text, offset)?;
    let line = text[..span.start as usize].matches('\n').count() as u32 + 1;
    let function = function_of(functions, name, line)?;
    let remarks: String = remarks(function).iter().map(|remark| format!("- {remark}\n")).collect();
    let card = format!("**{}**, whatever it is called with\n\n{remarks}", function.name);
    (!remarks.is_empty()).then_some(Hover { span, markdown: card })
}

/// The name of a function stands at a UTF-8 byte offset, after its `def`.
#[must_use]
pub fn names_a_def(text: &str, offset: u32) -> bool {
    defined_name(text, offset).is_some()
}

/// The name and its place, and what is to be said in one line, for every function of which something is known.
#[must_use]
pub fn lenses(functions: &[FunctionFacts], text: &str) -> Vec<(Span, String)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (line, source) in (1..).zip(text.split_inclusive('\n')) {
        let indent = source.len() - source.trim_start().len();
        let named = after_def(source).and_then(|at| defined_name(text, (start + at) as u32));
        if let Some((name, _)) = named
            && let Some(function) = function_of(functions, name, line)
        {
            let remarks = remarks(function);
            if !remarks.is_empty() {
                let span = Span::new((start + indent) as u32, (start + source.trim_end().len()) as u32);
                out.push((span, remarks.join(" · ").replace('`', "")));
            }
        }
        start += source.len();
    }
    out
}

/// Where the name begins on a line that is a `def`.
fn after_def(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let rest = trimmed.strip_prefix("async ").unwrap_or(trimmed).trim_start().strip_prefix("def ")?;
    Some(line.len() - rest.trim_start().len())
}

fn defined_name(text: &str, offset: u32) -> Option<(&str, Span)> {
    let offset = offset as usize;
    let start = text.get(..offset)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].split('\n').next()?;
    let first = start + after_def(line)?;
    let name = text[first..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    let end = first + name.len();
    (first <= offset && offset <= end && !name.is_empty()).then(|| (name, Span::new(first as u32, end as u32)))
}

/// The function of that name that begins on the line, or above it with its decorators.
fn function_of<'f>(functions: &'f [FunctionFacts], name: &str, line: u32) -> Option<&'f FunctionFacts> {
    let named = functions.iter().filter(|f| f.name.rsplit('.').next() == Some(name) && f.line <= line);
    named.max_by_key(|f| f.line).filter(|f| f.complete)
}

fn remarks(function: &FunctionFacts) -> Vec<String> {
    let parameters = |wanted: fn(&ParameterFacts) -> bool| -> Vec<String> {
        function.parameters.iter().filter(|p| wanted(p)).map(|p| format!("`{}`", p.name)).collect()
    };
    let kept = parameters(|p| p.kept == Certainty::May);
    let changed = parameters(|p| p.mutated == Certainty::May);
    let returned = parameters(|p| p.returned == Certainty::May);
    let passed = parameters(|p| p.passed_on == Certainty::May);
    let mut out = Vec::new();
    for (what, names) in [("may keep", kept), ("may change", changed), ("may return", returned), ("hands on", passed)] {
        if !names.is_empty() {
            let itself = if what == "may return" { " itself" } else { "" };
            out.push(format!("{what} {}{itself}", names.join(", ")));
        }
    }
    out.extend(allocations(function));
    out
}

/// `makes 3 objects: 1 returned, 2 freed at its end`
fn allocations(function: &FunctionFacts) -> Option<String> {
    let made = &function.allocations;
    let count = |wanted: fn(&AllocationFacts) -> bool| made.iter().filter(|a| wanted(a)).count();
    let returned = count(|a| a.escapes.iter().any(|e| matches!(e, Escape::Return | Escape::Yield)));
    let stored = count(|a| a.escapes.contains(&Escape::Stored));
    let freed = count(|a| !a.many && a.escapes.is_empty() && !a.reclaimed_at.is_empty());
    let parts: Vec<String> = [(returned, "may be returned"), (stored, "may be kept"), (freed, "freed by its end")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    if made.is_empty() || parts.is_empty() {
        return None;
    }
    let places = if made.len() == 1 { "in 1 place".to_owned() } else { format!("in {} places", made.len()) };
    Some(format!("makes objects {places}: {}", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Settings,
        facts::{Source, SourceKind, functions},
        syntax,
    };

    fn card(text: &str, needle: &str) -> Option<String> {
        let facts = functions(&syntax::parse(text), Source { text, kind: SourceKind::Module }, &Settings::default());
        function_card(&facts, text, text.find(needle)? as u32).map(|hover| hover.markdown)
    }

    const TEXT: &str = "class C:\n    def add(self, item, rest):\n        self.item = item\n        rest.append(1)\n        return [item]\n";

    #[test]
    fn a_def_tells_what_it_does_to_its_arguments() {
        let card = card(TEXT, "add").expect("a card");
        for words in ["**C.add**", "may keep `item`", "may change `self`", "makes objects in 1 place"] {
            assert!(card.contains(words), "no `{words}` in {card}");
        }
    }

    #[test]
    fn only_the_name_of_a_def_has_a_card() {
        assert_eq!(card(TEXT, "item"), None);
        assert_eq!(card(TEXT, "return"), None);
        assert_eq!(card("def f(x):\n    return 1\n", "f(x)"), None);
    }

    #[test]
    fn a_lens_stands_above_its_def() {
        let facts =
            functions(&syntax::parse(TEXT), Source { text: TEXT, kind: SourceKind::Module }, &Settings::default());
        let lenses = lenses(&facts, TEXT);
        assert_eq!(lenses.len(), 1);
        assert!(TEXT[lenses[0].0.start as usize..].starts_with("def add"));
        assert!(lenses[0].1.contains("may keep item"), "{lenses:?}");
    }
}
