//! What an editor asks beside hints: highlights, actions, commands, cards of functions, pictures, pulled diagnostics.

use serde_json::{Value, json};

use crate::{
    URI, client,
    editor::{Editor, did_change, place, range},
    hints_in,
};
use heaplight::server::analyze;

const TWO_NAMES: &str = "a = [1]\nb = a\nb.append(2)\nprint(a)\n";
const DEFAULT: &str = "def f(v, seen=[]):\n    seen.append(v)\n    return seen\n";

async fn open(text: &str) -> Editor {
    let (mut editor, _) = Editor::start(analyze, client(&["utf-8"])).await;
    editor.open(URI, text).await;
    editor
}

async fn labels(editor: &mut Editor) -> Vec<String> {
    let answer = editor.request("textDocument/inlayHint", hints_in(URI, 0..99)).await;
    let hints = answer["result"].as_array().cloned().unwrap_or_default();
    let label = |hint: &Value| -> String {
        let parts = hint["label"].as_array().expect("parts");
        parts.iter().filter_map(|part| part["value"].as_str()).collect()
    };
    hints.iter().map(label).collect()
}

async fn command(editor: &mut Editor, name: &str, arguments: Value) -> Value {
    editor.request("workspace/executeCommand", json!({ "command": name, "arguments": arguments })).await
}

#[tokio::test]
async fn every_name_of_the_object_is_marked_and_its_change_as_a_write() {
    let mut editor = open(TWO_NAMES).await;
    let answer = editor.request("textDocument/documentHighlight", place(URI, 3, 6)).await;
    let marks: Vec<(Value, u64)> = answer["result"]
        .as_array()
        .expect("marks")
        .iter()
        .map(|mark| (mark["range"].clone(), mark["kind"].as_u64().expect("a kind")))
        .collect();
    let expected =
        [((0, 0), (0, 1), 2), ((1, 0), (1, 1), 2), ((1, 4), (1, 5), 2), ((2, 0), (2, 1), 3), ((3, 6), (3, 7), 2)];
    assert_eq!(marks, expected.map(|(start, end, kind)| (range(start, end), kind)));
    assert_eq!(editor.request("textDocument/documentHighlight", place(URI, 3, 0)).await["result"], Value::Null);
}

#[tokio::test]
async fn the_name_of_a_rule_in_a_comment_leads_to_its_page() {
    let text = "x = [[]] * 3  # heaplight: ignore[repeated-mutable-sequence, same-object] on purpose\n";
    let mut editor = open(text).await;
    let answer = editor.request("textDocument/documentLink", json!({ "textDocument": { "uri": URI } })).await;
    let links = answer["result"].as_array().expect("links");
    assert_eq!(links.len(), 1, "{answer}");
    assert_eq!(links[0]["range"], range((0, 34), (0, 59)));
    let page = links[0]["target"].as_str().and_then(|uri| uri.strip_prefix("file://")).expect("a file");
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(page.starts_with("**repeated-mutable-sequence**"), "{page}");
}

#[tokio::test]
async fn the_level_of_hints_goes_round() {
    let mut editor = open(TWO_NAMES).await;
    assert_eq!(labels(&mut editor).await, ["same object as a"]);
    for (level, count) in [("references", 2), ("all", 3), ("off", 0), ("surprises", 1)] {
        let answer = command(&mut editor, "heaplight.cycleLevel", json!([])).await;
        assert_eq!(answer["result"]["level"], level, "{answer}");
        assert_eq!(labels(&mut editor).await.len(), count, "{level}");
    }
    let message = editor.receive("window/showMessage").await;
    assert_eq!(message["message"], "heaplight shows references");
    let answer = command(&mut editor, "heaplight.setLevel", json!(["loud"])).await;
    assert!(answer["error"]["message"].as_str().is_some_and(|why| why.contains("unknown hints level")), "{answer}");
}

#[tokio::test]
async fn hints_of_a_file_or_a_function_are_hidden_and_shown_again() {
    let text =
        "def f():\n    a = [1]\n    b = a\n    b.append(2)\n    return a\n\n\na = [1]\nb = a\nb.append(2)\nprint(a)\n";
    let mut editor = open(text).await;
    assert_eq!(labels(&mut editor).await.len(), 2);
    let answer = command(&mut editor, "heaplight.toggleFunction", json!([URI, 2])).await;
    assert_eq!(answer["result"], json!({ "hidden": true, "function": "f" }));
    assert_eq!(labels(&mut editor).await.len(), 1);
    command(&mut editor, "heaplight.toggleFunction", json!([URI, 2])).await;
    assert_eq!(labels(&mut editor).await.len(), 2);
    command(&mut editor, "heaplight.toggleFile", json!([URI])).await;
    assert_eq!(labels(&mut editor).await.len(), 0);
    command(&mut editor, "heaplight.toggleFile", json!([URI])).await;
    assert_eq!(labels(&mut editor).await.len(), 2);
}

#[tokio::test]
async fn the_heap_at_a_line() {
    let mut editor = open(TWO_NAMES).await;
    let answer = command(&mut editor, "heaplight.heapAt", json!([URI, 2, { "quiet": true }])).await;
    let text = answer["result"]["text"].as_str().expect("a picture");
    assert!(text.contains("a ──▶ #1") && text.contains("b ──▶ #1") && text.contains("shared: 2 references"), "{text}");
    assert!(answer["result"]["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg ")), "{answer}");
    let nowhere = command(&mut editor, "heaplight.heapAt", json!([URI, 99, { "quiet": true }])).await;
    assert_eq!(nowhere["result"], Value::Null);
}

#[tokio::test]
async fn a_finding_can_be_hidden_and_explained() {
    let mut editor = open(DEFAULT).await;
    let asked =
        json!({ "textDocument": { "uri": URI }, "range": range((0, 14), (0, 14)), "context": { "diagnostics": [] } });
    let answer = editor.request("textDocument/codeAction", asked).await;
    let actions = answer["result"].as_array().expect("actions");
    let action = |title: &str| {
        let found = actions.iter().find(|action| action["title"].as_str().is_some_and(|t| t.starts_with(title)));
        found.unwrap_or_else(|| panic!("no `{title}` in {answer}"))
    };
    let hide = action("Ignore mutable-default-mutated");
    let edit = &hide["edit"]["changes"][URI][0];
    assert_eq!(edit["newText"], "  # heaplight: ignore[mutable-default-mutated]");
    assert_eq!(edit["range"], range((0, 18), (0, 18)));
    let explain = action("Explain mutable-default-mutated");
    assert_eq!(explain["command"]["command"], "heaplight.explainRule");
    let page = command(&mut editor, "heaplight.explainRule", explain["command"]["arguments"].clone()).await;
    assert!(page["result"]["markdown"].as_str().is_some_and(|text| text.contains("mutable-default-mutated")), "{page}");
    assert!(
        action("Hide the hint")["edit"]["changes"][URI][0]["newText"]
            .as_str()
            .is_some_and(|t| t.contains("shared-default"))
    );
}

#[tokio::test]
async fn an_action_comes_without_its_edit_to_a_client_that_asks_for_it_later() {
    let resolving = json!({ "capabilities": { "textDocument": { "codeAction": { "resolveSupport": {
        "properties": ["edit"] } } } } });
    let (mut editor, _) = Editor::start(analyze, resolving).await;
    editor.open(URI, DEFAULT).await;
    let asked =
        json!({ "textDocument": { "uri": URI }, "range": range((0, 14), (0, 14)), "context": { "diagnostics": [] } });
    let answer = editor.request("textDocument/codeAction", asked).await;
    let hide = answer["result"].as_array().expect("actions").iter();
    let hide =
        hide.clone().find(|a| a["title"].as_str().is_some_and(|t| t.starts_with("Ignore"))).expect("hide").clone();
    assert_eq!(hide.get("edit"), None);
    let resolved = editor.request("codeAction/resolve", hide).await;
    assert!(resolved["result"]["edit"]["changes"][URI][0]["newText"].is_string(), "{resolved}");
}

#[tokio::test]
async fn a_fix_mends_what_was_found() {
    let mut editor = open("total = sum([x * x for x in range(1_000_000)])\n").await;
    let asked = json!({ "textDocument": { "uri": URI }, "range": range((0, 0), (0, 40)), "context": {
        "diagnostics": [], "only": ["source.fixAll"] } });
    let answer = editor.request("textDocument/codeAction", asked).await;
    let actions = answer["result"].as_array().expect("actions");
    assert_eq!(actions.len(), 1, "{answer}");
    let edits = actions[0]["edit"]["changes"][URI].as_array().expect("edits").clone();
    let changes: Vec<Value> =
        edits.iter().rev().map(|edit| json!({ "range": edit["range"], "text": edit["newText"] })).collect();
    editor.change(URI, 2, json!(changes)).await;
    assert_eq!(editor.text(URI).await, "total = sum(x * x for x in range(1_000_000))\n");
}

/// One finding's own fix; only what changes no behaviour is what an editor applies without a question.
#[tokio::test]
async fn one_quick_fix_at_a_time_and_only_safe_ones_are_preferred() {
    let text = format!("total = sum([x * x for x in range(1_000_000)])\n{DEFAULT}");
    let mut editor = open(&text).await;
    let asked = |line: u32| {
        json!({ "textDocument": { "uri": URI }, "range": range((line, 0), (line, 40)), "context": {
            "diagnostics": [], "only": ["quickfix"] } })
    };
    let answer = editor.request("textDocument/codeAction", asked(0)).await;
    let safe: Vec<&Value> =
        answer["result"].as_array().expect("actions").iter().filter(|a| a["isPreferred"] == true).collect();
    assert_eq!(safe.len(), 1, "{answer}");
    assert_eq!(safe[0]["diagnostics"].as_array().map(Vec::len), Some(1));
    let changed = editor.request("textDocument/codeAction", asked(1)).await;
    let actions = changed["result"].as_array().expect("actions");
    assert!(actions.iter().any(|a| a["isPreferred"] == false && a["edit"].is_object()), "{changed}");
    assert!(actions.iter().all(|a| a["isPreferred"] != true), "it changes what the program does: {changed}");
    let edits = safe[0]["edit"]["changes"][URI].as_array().expect("edits").clone();
    let changes: Vec<Value> =
        edits.iter().rev().map(|edit| json!({ "range": edit["range"], "text": edit["newText"] })).collect();
    editor.change(URI, 2, json!(changes)).await;
    let expected = format!("total = sum(x * x for x in range(1_000_000))\n{DEFAULT}");
    assert_eq!(editor.text(URI).await, expected);
}

#[tokio::test]
async fn a_def_and_a_rule_in_a_comment_have_cards() {
    let text = format!("{DEFAULT}x = 1  # heaplight: ignore[mutable-default-mutated]\n");
    let mut editor = open(&text).await;
    let card = editor.hover(URI, 0, 4).await;
    assert!(
        card["result"]["contents"]["value"].as_str().is_some_and(|c| c.contains("may return `seen` itself")),
        "{card}"
    );
    let page = editor.hover(URI, 3, 30).await;
    assert!(page["result"]["contents"]["value"].as_str().is_some_and(|p| p.starts_with("**mutable-default-mutated**")));
}

#[tokio::test]
async fn lenses_come_when_they_are_asked_for() {
    let mut editor = open(DEFAULT).await;
    let asked = json!({ "textDocument": { "uri": URI } });
    assert_eq!(editor.request("textDocument/codeLens", asked.clone()).await["result"], Value::Null);
    editor
        .notify("workspace/didChangeConfiguration", json!({ "settings": { "heaplight": { "codeLens": true } } }))
        .await;
    let lenses = editor.request("textDocument/codeLens", asked).await;
    assert_eq!(lenses["result"][0]["range"]["start"], json!({ "line": 0, "character": 0 }), "{lenses}");
    assert!(lenses["result"][0]["command"]["title"].as_str().is_some_and(|title| title.contains("may return seen")));
}

#[tokio::test]
async fn pulled_diagnostics_are_not_sent_twice() {
    let pulling = json!({ "capabilities": { "textDocument": { "diagnostic": {} } } });
    let (mut editor, answer) = Editor::start(analyze, pulling).await;
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["interFileDependencies"], false);
    editor.open(URI, DEFAULT).await;
    let asked = |previous: Value| json!({ "textDocument": { "uri": URI }, "previousResultId": previous });
    let full = editor.request("textDocument/diagnostic", asked(Value::Null)).await;
    assert_eq!(full["result"]["kind"], "full");
    assert_eq!(full["result"]["items"][0]["code"], "mutable-default-mutated");
    let id = full["result"]["resultId"].clone();
    let same = editor.request("textDocument/diagnostic", asked(id.clone())).await;
    assert_eq!(same["result"], json!({ "kind": "unchanged", "resultId": id }));
    editor.change(URI, 2, json!([{ "text": "x = 1\n" }])).await;
    let none = editor.request("textDocument/diagnostic", asked(id)).await;
    assert_eq!((&none["result"]["kind"], &none["result"]["items"]), (&json!("full"), &json!([])));
}

#[tokio::test]
async fn the_configuration_of_the_folder_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let configuration = folder.path().join("pyproject.toml");
    std::fs::write(&configuration, "[tool.heaplight]\nignore = ['mutable-default-mutated']\n").expect("a file");
    let uri = format!("file://{}/a.py", folder.path().display());
    let (mut editor, _) = Editor::start(analyze, client(&["utf-8"])).await;
    editor.open(&uri, DEFAULT).await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["diagnostics"], json!([]));
    std::fs::write(&configuration, "[tool.heaplight]\n").expect("a file");
    let changed = json!({ "changes": [{ "uri": format!("file://{}", configuration.display()), "type": 2 }] });
    editor.notify("workspace/didChangeWatchedFiles", changed).await;
    let shown = editor.receive("textDocument/publishDiagnostics").await;
    assert_eq!(shown["diagnostics"].as_array().map(Vec::len), Some(1), "{shown}");
}

/// A half-typed line takes no hint away but its own: they move with the text.
#[tokio::test]
async fn hints_stay_while_a_line_is_half_typed() {
    const TEXT: &str = "def f():\n    a = [1]\n    b = a\n    b.append(2)\n    return a\n\n\nx = 1\n";
    let (mut editor, _) = Editor::start(analyze, json!({ "capabilities": {} })).await;
    let uri = "file:///memory/half.py";
    editor.open(uri, &format!("y = 0\n{TEXT}")).await;
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": whole });
    let lines = |answer: &Value| -> Vec<(u64, String)> {
        let hints = answer["result"].as_array().cloned().unwrap_or_default();
        let text = |hint: &Value| {
            let parts = hint["label"].as_array().cloned().unwrap_or_default();
            parts.iter().filter_map(|part| part["value"].as_str().map(str::to_owned)).collect::<String>()
        };
        hints.iter().map(|hint| (hint["position"]["line"].as_u64().unwrap_or(0), text(hint))).collect()
    };
    let before = lines(&editor.request("textDocument/inlayHint", params.clone()).await);
    assert!(before.iter().any(|(line, _)| *line == 3), "{before:?}");
    // All that follows is now a string that does not end.
    let change = json!([{ "text": format!("y = \"\"\"0\n\n{TEXT}") }]);
    editor.notify("textDocument/didChange", did_change(uri, 2, change)).await;
    let half = lines(&editor.request("textDocument/inlayHint", params.clone()).await);
    let moved: Vec<(u64, String)> = before.iter().map(|(line, text)| (line + 1, text.clone())).collect();
    assert_eq!(half, moved);
    let change = json!([{ "text": format!("y = 0\n{TEXT}") }]);
    editor.notify("textDocument/didChange", did_change(uri, 3, change)).await;
    let back = lines(&editor.request("textDocument/inlayHint", params.clone()).await);
    assert_eq!(back, before, "what was typed is taken back");
    let change = json!([{ "text": "y = 0\n" }]);
    editor.notify("textDocument/didChange", did_change(uri, 4, change)).await;
    assert_eq!(lines(&editor.request("textDocument/inlayHint", params).await), []);
}
