//! The article's snippets through heaplight's own analysis: what an editor gets for them.

use serde_json::{Value, json};

use crate::{
    URI, client,
    editor::{Editor, range},
    hints_in,
};
use heaplight::server::analyze;

fn snippet(name: &str) -> String {
    let path = format!("{}/tests/article/{name}.py", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

async fn open(name: &str) -> (Editor, String) {
    let (mut editor, _) = Editor::start(analyze, client(&["utf-8"])).await;
    let text = snippet(name);
    editor.open(URI, &text).await;
    (editor, text)
}

/// Line (1-based), label, and line to which a click leads.
async fn hints(editor: &mut Editor) -> Vec<(u64, String, u64)> {
    let answer = editor.request("textDocument/inlayHint", hints_in(URI, 0..99)).await;
    let one = |hint: &Value| {
        let parts = hint["label"].as_array().expect("parts");
        let line = |position: &Value| position["line"].as_u64().expect("a line") + 1;
        let label: String = parts.iter().map(|part| part["value"].as_str().expect("a label")).collect();
        let object = parts.last().expect("a part");
        (line(&hint["position"]), label, line(&object["location"]["range"]["start"]))
    };
    answer["result"].as_array().expect("hints").iter().map(one).collect()
}

#[tokio::test]
async fn hints_of_the_snippets() {
    for (name, expected) in [
        ("s1_small_int", None),
        ("s2_gc", Some((12, "Demo.__del__ runs here", 11))),
        ("s3_immutable", None),
        ("s4_mutable", Some((2, "same object as lst1", 1))),
        ("s5_generator", None),
        ("s6_extra_ref", Some((3, "same object as large_data", 2))),
        ("s7_mutable_default", Some((1, "one list for all calls", 1))),
    ] {
        let (mut editor, _) = open(name).await;
        let expected: Vec<(u64, String, u64)> =
            expected.into_iter().map(|(line, label, target)| (line, label.to_owned(), target)).collect();
        assert_eq!(hints(&mut editor).await, expected, "{name}");
    }
}

#[tokio::test]
async fn a_hint_stands_at_the_end_of_its_line_and_tells_why() {
    let (mut editor, _) = open("s4_mutable").await;
    let answer = editor.request("textDocument/inlayHint", hints_in(URI, 0..9)).await;
    let hint = &answer["result"][0];
    assert_eq!(hint["position"], json!({ "line": 1, "character": "lst2 = lst1".len() }));
    assert_eq!(hint["label"][1]["location"]["range"], range((0, 7), (0, 16)));
    let tooltip = hint["tooltip"]["value"].as_str().expect("a tooltip");
    for words in
        ["nothing is copied", "made on line 1", "`.append()`) on line 3", "CPython 3.13", "ignore[same-object]"]
    {
        assert!(tooltip.contains(words), "no `{words}` in {tooltip}");
    }
}

#[tokio::test]
async fn a_comment_hides_a_hint() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    let text = "a = []\nb = a  # heaplight: ignore[same-object] on purpose\nb.append(1)\nprint(a)\n";
    editor.open(URI, text).await;
    assert_eq!(hints(&mut editor).await, []);
    editor.change(URI, 2, json!([{ "text": text.replace("same-object", "reclaimed") }])).await;
    assert_eq!(hints(&mut editor).await, [(2, "same object as a".to_owned(), 1)]);
}

#[tokio::test]
async fn a_name_shows_the_card_of_its_object() {
    let (mut editor, _) = open("s4_mutable").await;
    let answer = editor.hover(URI, 3, 7).await;
    assert_eq!(answer["result"]["range"], range((3, 6), (3, 10)), "{answer}");
    let card = answer["result"]["contents"]["value"].as_str().expect("a card");
    for words in ["**list**", "made on line 1", "named `lst1` on line 1", "named `lst2` on line 2", "CPython 3.13"] {
        assert!(card.contains(words), "no `{words}` in {card}");
    }
    let (mut editor, _) = open("s6_extra_ref").await;
    let answer = editor.hover(URI, 1, 3).await;
    let card = answer["result"]["contents"]["value"].as_str().expect("a card");
    assert!(card.starts_with("**list**, 1000000 items, 36.4 MB"), "{card}");
    assert_eq!(editor.hover(URI, 0, 3).await["result"], Value::Null, "a comment is no object");
}

#[tokio::test]
async fn a_finding_of_a_rule_arrives() {
    let (mut editor, _) = open("s7_mutable_default").await;
    let shown = editor.receive("textDocument/publishDiagnostics").await;
    assert_eq!(shown["diagnostics"].as_array().map(Vec::len), Some(1), "{shown}");
    assert_eq!(shown["diagnostics"][0]["code"], "mutable-default-mutated");
    assert_eq!(shown["diagnostics"][0]["range"], range((0, 25), (0, 27)));
}
