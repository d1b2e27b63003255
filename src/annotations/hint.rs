use super::{
    HintLevel,
    hints::candidates,
    picture::picture,
    tale::{tale, tells_less},
};
use crate::{
    facts::{Facts, ObjectStory},
    text::Span,
};

/// A remark at the end of a line, such as `same list as a` after `b = a`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The end of the line, before its newline, as a UTF-8 byte offset.
    ///
    /// While hints are collected: any place on the line.
    pub offset: u32,
    /// Plain words, at most 25 characters at the default level.
    pub label: String,
    pub kind: HintKind,
    /// The first level that shows it.
    pub level: HintLevel,
    /// Where the object is made: a click on the last word of the label goes there.
    pub target: Option<Span>,
    /// The whole truth, in a sentence or two.
    pub says: String,
    pub why: &'static str,
    /// Names that hold the object on this line.
    pub names: Vec<String>,
    /// What they hold, where no story tells of it: `int 10`.
    pub thing: Option<String>,
    /// What weaker hints of the line say.
    pub also: Vec<String>,
}

/// The kinds, strongest first: a line shows its strongest hint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum HintKind {
    /// `def f(x=[])`: one list for all calls.
    SharedDefault,
    /// `[[]] * 3`: one list in three places.
    SharedSlots,
    /// `lambda: i` in a loop: reads `i` when it is called.
    LateBinding,
    /// `a is b` of equal values that are two objects.
    EqualNotSame,
    /// `del a`: what is freed by it, or who still holds the object.
    DelEffect,
    /// The last reference goes here, and a `__del__` runs.
    Reclaimed,
    /// `b = a.copy()`: two lists, the items are shared.
    SharedItems,
    /// `xs += [1]` where `xs` is an argument.
    ChangesArgument,
    /// `b = a`: both names are the same object.
    SameObject,
    /// A change that other names see.
    AlsoChanges,
    /// A call gives the default that all calls share.
    GivesDefault,
    /// Put into an attribute or a global.
    Kept,
    /// The body of a generator has not started; `next` runs it to the next `yield`.
    Generator,
    /// A large object is made.
    Size,
    /// Objects that go at the end of their function.
    Dies,
    /// The name held something else before.
    Rebound,
    /// A number or text that exists once.
    Constant,
    /// Any other new object.
    New,
}

impl HintKind {
    pub const ALL: [Self; 18] = [
        Self::SharedDefault,
        Self::SharedSlots,
        Self::LateBinding,
        Self::EqualNotSame,
        Self::DelEffect,
        Self::Reclaimed,
        Self::SharedItems,
        Self::ChangesArgument,
        Self::SameObject,
        Self::AlsoChanges,
        Self::GivesDefault,
        Self::Kept,
        Self::Generator,
        Self::Size,
        Self::Dies,
        Self::Rebound,
        Self::Constant,
        Self::New,
    ];

    /// The name in `# heaplight: ignore[name]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SharedDefault => "shared-default",
            Self::SharedSlots => "shared-slots",
            Self::LateBinding => "late-binding",
            Self::EqualNotSame => "equal-not-same",
            Self::DelEffect => "del-effect",
            Self::Reclaimed => "reclaimed",
            Self::SharedItems => "shared-items",
            Self::ChangesArgument => "changes-argument",
            Self::SameObject => "same-object",
            Self::AlsoChanges => "also-changes",
            Self::GivesDefault => "gives-default",
            Self::Kept => "kept",
            Self::Generator => "generator",
            Self::Size => "size",
            Self::Dies => "dies",
            Self::Rebound => "rebound",
            Self::Constant => "constant",
            Self::New => "new",
        }
    }
}

/// The hints of a text by offset, one a line.
#[must_use]
pub fn hints(facts: &Facts, text: &str, level: HintLevel) -> Vec<Hint> {
    at_level(&all_hints(facts, text), level)
}

/// The hints of all levels by offset, many a line.
#[must_use]
pub fn all_hints(facts: &Facts, text: &str) -> Vec<Hint> {
    let mut found = candidates(facts);
    for hint in &mut found {
        hint.offset = facts.line_end(text, hint.offset);
    }
    found.sort_by(|a, b| (a.offset, a.level, a.kind, &a.label).cmp(&(b.offset, b.level, b.kind, &b.label)));
    found
}

/// What a level shows of them, one a line. The strongest stays; what the others say moves into its tooltip.
#[must_use]
pub fn at_level(all: &[Hint], level: HintLevel) -> Vec<Hint> {
    let mut shown: Vec<Hint> = all.iter().filter(|hint| hint.level <= level).cloned().collect();
    shown.dedup_by(|weaker, kept| {
        let same_line = weaker.offset == kept.offset;
        if same_line && weaker.says != kept.says && !kept.also.contains(&weaker.says) {
            kept.also.push(std::mem::take(&mut weaker.says));
        }
        same_line
    });
    shown
}

/// The tooltip in Markdown: what is so, a picture, the object's story, why this is shown, how to hide it.
#[must_use]
pub fn tooltip(facts: &Facts, hint: &Hint) -> String {
    let mut parts = vec![format!("**{}**", hint.says)];
    let made_there = |made| facts.objects.iter().filter(move |object| object.made == made);
    let object = hint.target.and_then(|made| made_there(made).min_by_key(|object| tells_less(object)));
    if !hint.names.is_empty() {
        let thing = hint.thing.as_deref().unwrap_or_else(|| object.map_or("object", type_name));
        parts.push(format!("```text\n{}```", picture(&hint.names, thing)));
    }
    parts.extend(hint.also.iter().cloned());
    if let Some(object) = object {
        let story: String = tale(facts, object).iter().map(|remark| format!("- {remark}\n")).collect();
        let thing = hint.thing.as_deref().unwrap_or_else(|| type_name(object));
        parts.push(format!("The {thing}:\n{story}"));
    }
    parts.push(format!("{} True of CPython {}.", hint.why, facts.target_version()));
    parts
        .push(format!("Hide: `# heaplight: ignore[{}]` on this line, or the setting `hints.level`.", hint.kind.name()));
    parts.join("\n\n")
}

fn type_name(object: &ObjectStory) -> &str {
    if object.type_name.is_empty() { "object" } else { &object.type_name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(offset: u32, kind: HintKind, level: HintLevel) -> Hint {
        Hint {
            offset,
            label: format!("{kind:?}"),
            kind,
            level,
            target: None,
            says: format!("says {kind:?}"),
            why: "",
            names: Vec::new(),
            thing: None,
            also: Vec::new(),
        }
    }

    #[test]
    fn the_strongest_hint_of_a_line_wins_and_keeps_the_words_of_the_others() {
        let all = [
            candidate(4, HintKind::SharedDefault, HintLevel::Surprises),
            candidate(4, HintKind::SameObject, HintLevel::Surprises),
            candidate(4, HintKind::New, HintLevel::All),
            candidate(9, HintKind::SameObject, HintLevel::References),
        ];
        let shown = at_level(&all, HintLevel::Surprises);
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].kind, HintKind::SharedDefault);
        assert_eq!(shown[0].also, ["says SameObject"]);
        let shown = at_level(&all, HintLevel::All);
        assert_eq!(shown.iter().map(|hint| hint.offset).collect::<Vec<_>>(), [4, 9]);
        assert_eq!(shown[0].also, ["says SameObject", "says New"]);
        assert!(at_level(&all, HintLevel::Off).is_empty());
    }
}
