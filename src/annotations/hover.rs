use super::{
    hints::shows_its_frame,
    mutability,
    tale::{tale, tells_less},
};
use crate::{
    facts::{EventOf, Facts, Measure, NoteOf, ObjectStory, StoryEvent, bytes_and_blocks, human_bytes},
    text::Span,
};

/// The card of the object under the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hover {
    /// What the card is about: the name or expression to highlight.
    pub span: Span,
    pub markdown: String,
}

/// The card at a UTF-8 byte offset; `None` where nothing is known, so that other servers' hovers stand alone.
#[must_use]
pub fn hover(facts: &Facts, offset: u32) -> Option<Hover> {
    let mentions = facts.objects.iter().flat_map(|object| places(object).map(move |span| (span, object)));
    let mut here: Vec<(Span, &ObjectStory)> = mentions.filter(|(span, _)| span.contains(offset)).collect();
    here.sort_by_key(|(_, object)| tells_less(object));
    let span = here.iter().map(|(span, _)| *span).min_by_key(|span| span.len())?;
    let mut cards: Vec<String> = Vec::new();
    // A name that may be one of several objects has several cards, and so has a function seen with and without its
    // defaults: the same object is told once.
    let mut told: Vec<Span> = Vec::new();
    for (_, object) in here.into_iter().filter(|(s, _)| *s == span) {
        if let Some(type_name) = facts.type_name(object).filter(|_| !told.contains(&object.made)) {
            told.push(object.made);
            cards.push(card(facts, object, type_name));
        }
    }
    let markdown = cards.join("\n\n---\n\n");
    (!markdown.is_empty()).then_some(Hover { span, markdown })
}

/// Where the object is made, and every name that is it.
pub(super) fn places(object: &ObjectStory) -> impl Iterator<Item = Span> {
    let named = object.events.iter().filter(|event| {
        matches!(
            event.kind,
            EventOf::Bound { .. } | EventOf::Loaded { .. } | EventOf::Released { .. } | EventOf::Repeated { .. }
        )
    });
    named.map(|event| event.span).chain([object.made])
}

fn card(facts: &Facts, object: &ObjectStory, type_name: &str) -> String {
    let version = facts.target_version();
    let size = size_in_words(facts, object).map(|size| format!(", {size}")).unwrap_or_default();
    let changes = mutability::of_story(facts, object).map(|words| format!(" · {words}")).unwrap_or_default();
    let remarks = tale(facts, object).into_iter().chain(ending(facts, object));
    let story: String = remarks.map(|remark| format!("- {remark}\n")).collect();
    format!("**{type_name}**{size}{changes} · CPython {version}\n\n{story}")
}

/// Of what changes later, the size is told that it has when it gets its first name.
fn size_in_words(facts: &Facts, object: &ObjectStory) -> Option<String> {
    let named = object.events.iter().find(|event| matches!(event.kind, EventOf::Bound { .. }));
    if object.events.iter().any(|event| mutability::is_change(&event.kind)) {
        return Some(format!("{} at first", size(named?.measure, made_with(facts, object))?));
    }
    let largest = object.events.iter().map(|event| event.measure).max_by_key(|measure| measure.bytes);
    size(largest.unwrap_or_default(), made_with(facts, object))
}

/// The bytes of the object alone, where it gets its first name on the line that makes it.
fn made_with(facts: &Facts, object: &ObjectStory) -> Option<u64> {
    let first = object.events.iter().find(|event| matches!(event.kind, EventOf::Bound { .. }))?;
    let shallow = first.measure.shallow.or_else(|| facts.seen(object)?.measure.shallow);
    facts.same_line(object.made, first.span).then_some(shallow)?
}

/// Others may have it then.
fn leaves(kind: &EventOf) -> bool {
    matches!(kind, EventOf::Stored | EventOf::PassedOn | EventOf::Returned | EventOf::Yielded)
}

/// Who holds it, where it is used last, and where it goes.
fn ending(facts: &Facts, object: &ObjectStory) -> Vec<String> {
    let mut out = Vec::new();
    let mut owners: Vec<&str> = object
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventOf::Bound { name, .. } if event.certain => Some(name.as_str()),
            _ => None,
        })
        .collect();
    owners.sort_unstable();
    owners.dedup();
    let lets_go = |event: &StoryEvent| matches!(event.kind, EventOf::Released { .. } | EventOf::Rebound { .. });
    if owners.len() > 1 && !object.events.iter().any(lets_go) {
        out.push(format!("shared: `{}` name this one object", owners.join("`, `")));
    }
    let used = |event: &&StoryEvent| !matches!(event.kind, EventOf::Released { .. } | EventOf::Reclaimed { .. });
    // A function that reads the module's name may have given the object to anybody.
    let known = |event: &StoryEvent, name| {
        let here = facts.place(event);
        event.certain
            && !leaves(&event.kind)
            && here.is_some_and(|here| !shows_its_frame(here) && !facts.is_used_elsewhere(here, name))
    };
    if let [only] = owners[..]
        && object.events.iter().all(|event| known(event, only))
    {
        out.push(format!("not shared here: only `{only}` names it"));
    }
    let last = object.events.iter().filter(used).map(|event| facts.line(event.span)).max();
    let freed = facts.notes.iter().find_map(|note| match &note.kind {
        NoteOf::Ends { dying } => {
            facts.place_of(note.code, note.pc).filter(|here| !shows_its_frame(*here))?;
            let (names, _) = dying.iter().find(|(_, seen)| seen.object == object.id)?;
            Some((facts.line(note.span), names))
        }
        _ => None,
    });
    if let Some(line) = last {
        out.push(format!("last used on line {line}"));
    }
    if let Some((line, names)) = freed {
        out.push(format!(
            "freed when the function returns on line {line}, with `{}`, its only owner",
            names.join("`, `")
        ));
    }
    for event in object.events.iter().filter(|event| event.certain) {
        if let EventOf::Reclaimed { finalizer: Some(class) } = &event.kind {
            out.push(format!("`{class}.__del__` runs then, on line {}", facts.line(event.span)));
        }
    }
    out
}

/// `3 items, 88 bytes`, or `1000000 items, 36.4 MB with what only it holds, 8448728 bytes itself`.
fn size(measure: Measure, alone: Option<u64>) -> Option<String> {
    let items = measure.len.map(|n| if n == 1 { "1 item".to_owned() } else { format!("{n} items") });
    let more = |alone: u64| measure.bytes.is_none_or(|all| all > alone);
    let bytes = match (measure.bytes, alone) {
        (Some(_), Some(alone)) if more(alone) => {
            Some(format!("{} with what only it holds, {alone} bytes itself", bytes_and_blocks(measure)))
        }
        (_, Some(alone)) => Some(format!("{alone} bytes")),
        (Some(_), None) => Some(human_bytes(measure)),
        (None, None) => None,
    };
    let parts: Vec<String> = items.into_iter().chain(bytes).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Settings,
        facts::{Source, SourceKind, analyze_all},
        syntax,
    };

    /// The card at the `skip`-th `needle`: what it is about, and its text.
    fn card_at(text: &str, needle: &str, skip: usize) -> Option<(String, String)> {
        let parsed = syntax::parse(text);
        let facts = analyze_all(&parsed, Source { text, kind: SourceKind::Module }, &Settings::default());
        let (offset, _) = text.match_indices(needle).nth(skip)?;
        let hover = hover(&facts, offset as u32)?;
        Some((text[hover.span.start as usize..hover.span.end as usize].to_owned(), hover.markdown))
    }

    #[test]
    fn a_name_shows_its_object() {
        let text = "lst1 = [1, 2, 3]\nlst2 = lst1\nlst1.append(4)\nprint(lst2)\n";
        let card = "**list**, 3 items, 88 bytes at first · mutable · CPython 3.13\n\n- made on line 1\n- named `lst1` on line 1\n- named \
                    `lst2` on line 2\n- changed in place (`.append()`) on line 3\n- shared: `lst1`, `lst2` name this one \
                    object\n- last used on line 4\n";
        for (needle, skip) in [("lst1", 0), ("lst1", 1), ("lst2", 0), ("lst2", 1)] {
            assert_eq!(card_at(text, needle, skip), Some((needle.to_owned(), card.to_owned())), "{needle} {skip}");
        }
        assert_eq!(card_at(text, "[1", 0).map(|(span, _)| span), Some("[1, 2, 3]".to_owned()));
    }

    #[test]
    fn only_what_is_certain_is_said_of_the_owner() {
        let alone = |text: &str| card_at(text, "a", 0).is_some_and(|(_, card)| card.contains("only `a` names it"));
        assert!(alone("a = [1]\nprint(len(a))\n"));
        for other in ["b = a", "b = [a]", "keep(a)", "def f():\n    return a\nb = f()", "b = locals()", "b = lambda: a"]
        {
            assert!(!alone(&format!("a = [1]\n{other}\nprint(len(a))\n")), "{other}");
        }
    }

    #[test]
    fn a_tuple_is_immutable_and_what_it_holds_may_not_be() {
        let card =
            |text: &str| card_at(text, "t", 0).map(|(_, card)| card.lines().next().unwrap_or_default().to_owned());
        let holds = card("t = ([], 1)\nt[0].append(2)\n").expect("a card");
        assert!(holds.contains("immutable itself, but holds a list, which can change"), "{holds}");
    }

    #[test]
    fn where_nothing_is_known_nothing_is_said() {
        assert_eq!(card_at("x = 10\n", "x", 0), None);
        assert_eq!(card_at("def f(x):\n    return x\n", "x", 1), None);
        assert_eq!(card_at("import os\n", "os", 0), None);
    }
}
