//! What may be given any bytes, and what must hold then.

use std::time::Duration;

use heaplight::{
    annotations,
    config::{Options, Pyproject, Selection, Selector, Settings},
    diagnostic::{Applicability, Diagnostic},
    facts,
    fixes::{self, fix_text},
    notebook::Notebook,
    rules,
    server::{analyze, serve_with},
    suppression,
    syntax::{self, Source, SourceKind},
    text::{Change, LineIndex, Position, PositionEncoding, Span, apply_edit},
};
use tokio::io::AsyncWriteExt;

fn source(text: &str) -> Source<'_> {
    Source { text, kind: SourceKind::Module }
}

/// Every rule, whatever it is by itself.
fn all_rules() -> Selection {
    Selection { select: Some(vec![Selector::All]), ..Selection::default() }
}

fn lint(text: &str) -> Vec<Diagnostic> {
    let (settings, selection) = (Settings::default(), all_rules());
    let parsed = syntax::parse(text);
    let mut found = rules::check_text(source(text), &settings, &selection).diagnostics;
    suppression::apply(&parsed, text, &selection, &mut found);
    fixes::realise(&parsed, text, settings.target_version, &mut found);
    found
}

fn fits(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

/// Rules, hints, proved facts and hovers; every place is one of the text.
pub fn analyse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for finding in lint(&text) {
        let places = finding.related.iter().map(|related| related.span);
        assert!(places.chain([finding.primary]).all(|span| fits(&text, span)), "{finding:?}");
        assert!(finding.fixes.iter().flat_map(|fix| &fix.edits).all(|edit| fits(&text, edit.span)), "{finding:?}");
    }
    let (settings, parsed) = (Settings::default(), syntax::parse(&text));
    let all = facts::analyze_all(&parsed, source(&text), &settings);
    assert!(annotations::all_hints(&all, &text).iter().all(|hint| hint.offset as usize <= text.len()));
    drop(facts::functions(&parsed, source(&text), &settings));
    drop(facts::heap_at(&parsed, source(&text), &settings, 1 + text.lines().count() as u32 / 2));
}

/// A fixed text is no worse to the parser, and there is nothing left to fix in it.
pub fn fix(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let errors = |text: &str| syntax::parse(text).errors.len();
    for wanted in [&[Applicability::Safe][..], &[Applicability::Safe, Applicability::Unsafe, Applicability::BugFix]] {
        let once = fix_text(source(&text), wanted, lint).text;
        assert!(errors(&once) <= errors(&text), "broken by a fix:\n{once}");
        let twice = fix_text(source(&once), wanted, lint).text;
        assert_eq!(once, twice, "fixed once more");
    }
}

/// Comments hide what they name. What `--add-ignore` writes hides all that it was written for.
pub fn suppressions(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = lint(&text);
    let (after, added) = suppression::add_ignores(source(&text), &found, "known");
    assert!(after.len() >= text.len() && (added > 0) == (after != text));
    if added > 0 && syntax::parse(&text).errors.is_empty() {
        assert_eq!(syntax::parse(&after).errors, [], "a comment is no error:\n{after}");
        let left = lint(&after).len();
        assert!(left < found.len(), "{left} of {} left:\n{after}", found.len());
    }
}

/// A mistake is told with a place in the text.
pub fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let names = suppression::selectable();
    let mistakes = [Pyproject::parse(&text, &names).err(), Options::parse_file(&text, &names).err()];
    for error in mistakes.into_iter().flatten().flatten().chain(Pyproject::requires_python(&text).err()) {
        assert!(!error.to_string().is_empty());
    }
}

/// Positions and edits against counting characters one by one, and an edited tree against a fresh one.
pub fn positions(bytes: &[u8]) {
    let (head, body) = bytes.split_at(bytes.len().min(6));
    let number = |at: usize| u32::from(head.get(at).copied().unwrap_or(0));
    let text = String::from_utf8_lossy(body).into_owned();
    let index = LineIndex::new(&text);
    let lines = index.line_count();
    let at = |i: usize| Position { line: number(i) % (lines + 1), character: number(i + 1) % 90 };
    for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
        let (start, end) = (at(0), at(2));
        let [from, to] = [start, end].map(|position| counted(&text, position, encoding));
        let new = String::from_utf8_lossy(&body[..body.len().min(number(4) as usize % 12)]).into_owned();
        let mut edited = text.clone();
        let gone = apply_edit(&mut edited, &index, start..end, encoding, &new);
        assert_eq!((gone.start as usize, gone.end as usize), (from.min(to), from.max(to)), "{start:?} to {end:?}");
        assert_eq!(edited, [&text[..from.min(to)], &new, &text[from.max(to)..]].concat());
        check_change(&text, &edited);
        let again = syntax::parse_again(syntax::parse(&text), &text, &edited);
        let fresh = syntax::parse(&edited);
        assert_eq!(format!("{:?}", again.module), format!("{:?}", fresh.module), "{edited}");
        assert_eq!((again.errors, again.comments), (fresh.errors, fresh.comments), "{edited}");
    }
}

/// The byte of a position, by walking over lines and characters.
fn counted(text: &str, position: Position, encoding: PositionEncoding) -> usize {
    let mut line = 0;
    let mut characters = text.char_indices().peekable();
    while line < position.line {
        match characters.next() {
            None => return text.len(),
            Some((_, '\r')) => {
                characters.next_if(|(_, c)| *c == '\n');
                line += 1;
            }
            Some((_, '\n')) => line += 1,
            Some(_) => {}
        }
    }
    let mut units = 0;
    while let Some(&(_, c)) = characters.peek() {
        units += match encoding {
            PositionEncoding::Utf8 => c.len_utf8(),
            PositionEncoding::Utf16 => c.len_utf16(),
            PositionEncoding::Utf32 => 1,
        };
        if matches!(c, '\n' | '\r') || units > position.character as usize {
            break;
        }
        characters.next();
    }
    characters.peek().map_or(text.len(), |&(at, _)| at)
}

/// What two texts have in common is the same in both.
fn check_change(before: &str, after: &str) {
    let change = Change::between(before, after);
    let (was, now) = (change.was(), change.now());
    let (old, new) = (before.as_bytes(), after.as_bytes());
    assert_eq!(old[..was.start as usize], new[..now.start as usize]);
    assert_eq!(old[was.end as usize..], new[now.end as usize..]);
    assert!(was.start <= was.end && now.start <= now.end);
}

/// The simulated run ends, as a run of CPython might or with the reason why it goes no further.
pub fn trace(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drop(facts::trace(&syntax::parse(&text), source(&text), &Settings::default()));
}

/// Cells as a module, whose lines stand in the file.
pub fn notebook(bytes: &[u8]) {
    let json = String::from_utf8_lossy(bytes);
    let Ok(notebook) = Notebook::parse(&json) else { return };
    let lines = json.lines().count().max(1) as u32;
    for line in 1..=notebook.text().lines().count() as u32 {
        let place = notebook.place(line);
        assert!(place.cell >= 1 && place.line >= 1 && (1..=lines + 1).contains(&place.json_line), "{place:?}");
    }
    lint(notebook.text());
}

/// A client's whole session, byte by byte: the server never panics, and goes when the client does.
pub fn messages(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (mut client, input) = tokio::io::duplex(1 << 20);
        let serving = serve_with(analyze, input, tokio::io::sink());
        let talking = async {
            // A server that has left no longer reads.
            let _gone = client.write_all(bytes).await;
            drop(client);
        };
        let both = async { tokio::join!(serving, talking).0 };
        let code = tokio::time::timeout(Duration::from_secs(50), both).await.expect("the server leaves");
        assert!(code <= 1);
    });
    runtime.shutdown_background();
}

/// Sessions as clients have them.
pub fn sessions() -> Vec<Vec<u8>> {
    let uri = r#""uri":"file:///a.py""#;
    let at = format!(r#""textDocument":{{{uri}}},"position":{{"line":1,"character":4}}"#);
    let all = r#""range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}"#;
    let initialize = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#.to_owned();
    let initialized = r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#.to_owned();
    let open = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{{uri},"languageId":"python","version":1,"text":"def f(a=[]):\n    a.append(1)\n    return a\n"}}}}}}"#
    );
    let change = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{{uri},"version":2}},"contentChanges":[{{{all},"text":"x = [\n"}}]}}}}"#
    );
    let request = |id: u32, method: &str, params: &str| {
        format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{{{params}}}}}"#)
    };
    let document = format!(r#""textDocument":{{{uri}}}"#);
    let asked = [
        request(2, "textDocument/hover", &at),
        request(3, "textDocument/documentHighlight", &at),
        request(4, "textDocument/inlayHint", &format!("{document},{all}")),
        request(5, "textDocument/codeAction", &format!(r#"{document},{all},"context":{{"diagnostics":[]}}"#)),
        request(6, "textDocument/codeLens", &document),
        request(7, "textDocument/diagnostic", &document),
        request(8, "workspace/executeCommand", r#""command":"heaplight.heapAt","arguments":["file:///a.py",1]"#),
        r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":4}}"#.to_owned(),
    ];
    let end = [request(9, "shutdown", ""), r#"{"jsonrpc":"2.0","method":"exit"}"#.to_owned()];
    let framed = |messages: &[&String]| -> Vec<u8> {
        messages.iter().flat_map(|m| format!("Content-Length: {}\r\n\r\n{m}", m.len()).into_bytes()).collect()
    };
    let before = [&initialize, &initialized, &open];
    let whole: Vec<&String> = before.into_iter().chain(&asked).chain([&change]).chain(&asked).chain(&end).collect();
    let mut sessions = vec![framed(&whole), framed(&[&initialize, &open, &change, &end[1]])];
    sessions.extend(asked.iter().map(|one| framed(&[&initialize, &initialized, &open, one, &change, one])));
    sessions
}
