//! A notebook in the editor: the cells are one module, and each is a text of its own for the client.

use crate::{
    client,
    editor::{Editor, place, range},
    hints_in,
};
use heaplight::server::analyze;
use serde_json::{Value, json};

const NOTEBOOK: &str = "file:///memory/lesson.ipynb";
const FIRST: &str = "vscode-notebook-cell:/memory/lesson.ipynb#1";
const TITLE: &str = "vscode-notebook-cell:/memory/lesson.ipynb#2";
const SECOND: &str = "vscode-notebook-cell:/memory/lesson.ipynb#3";

const MAKES: &str = "%matplotlib inline\na = [1]\ndef f(v, seen=[]):\n    seen.append(v)\n    return seen";
const USES: &str = "b = a\nb.append(2)\nprint(a, f(1), f(2))\n";

fn entry(kind: u8, uri: &str) -> Value {
    json!({ "kind": kind, "document": uri })
}

fn text(uri: &str, version: i32, text: &str) -> Value {
    json!({ "uri": uri, "languageId": "python", "version": version, "text": text })
}

async fn open() -> Editor {
    let (mut editor, _) = Editor::start(analyze, client(&["utf-8"])).await;
    show(&mut editor).await;
    editor
}

async fn show(editor: &mut Editor) {
    let cells = [entry(2, FIRST), entry(1, TITLE), entry(2, SECOND)];
    let notebook = json!({ "uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells });
    let texts = [text(FIRST, 1, MAKES), text(SECOND, 1, USES)];
    editor
        .notify("notebookDocument/didOpen", json!({ "notebookDocument": notebook, "cellTextDocuments": texts }))
        .await;
}

/// VS Code pulls diagnostics of texts, and never asks for those of cells.
#[tokio::test]
async fn a_client_that_pulls_gets_those_of_cells_all_the_same_and_once() {
    let pulls = json!({ "capabilities": { "textDocument": { "diagnostic": {} } } });
    let (mut editor, _) = Editor::start(analyze, pulls).await;
    show(&mut editor).await;
    assert_eq!(published(&mut editor, 2).await, [(FIRST.to_owned(), 1), (SECOND.to_owned(), 0)]);
    let pulled = editor.request("textDocument/diagnostic", json!({ "textDocument": { "uri": FIRST } })).await;
    assert_eq!(pulled["result"]["items"], json!([]), "{pulled}");
}

async fn change(editor: &mut Editor, version: i32, cells: Value) {
    let notebook = json!({ "uri": NOTEBOOK, "version": version });
    editor
        .notify("notebookDocument/didChange", json!({ "notebookDocument": notebook, "change": { "cells": cells } }))
        .await;
}

/// What is published of the next two cells: the number of findings of each.
async fn published(editor: &mut Editor, count: usize) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    for _ in 0..count {
        let shown = editor.receive("textDocument/publishDiagnostics").await;
        let findings = shown["diagnostics"].as_array().expect("diagnostics").len();
        all.push((shown["uri"].as_str().expect("a uri").to_owned(), findings));
    }
    all
}

async fn labels(editor: &mut Editor, uri: &str) -> Vec<(Value, String)> {
    let answer = editor.request("textDocument/inlayHint", hints_in(uri, 0..99)).await;
    let hints = answer["result"].as_array().cloned().unwrap_or_default();
    let label = |hint: &Value| -> String {
        hint["label"].as_array().expect("parts").iter().filter_map(|part| part["value"].as_str()).collect()
    };
    hints.iter().map(|hint| (hint["position"].clone(), label(hint))).collect()
}

#[tokio::test]
async fn findings_are_told_of_the_cell_that_they_are_in() {
    let mut editor = open().await;
    let first = editor.receive("textDocument/publishDiagnostics").await;
    assert_eq!((&first["uri"], &first["version"]), (&json!(FIRST), &json!(1)));
    let finding = &first["diagnostics"][0];
    assert_eq!(finding["code"], "mutable-default-mutated");
    assert_eq!(finding["range"], range((2, 14), (2, 16)), "{finding}");
    assert_eq!(published(&mut editor, 1).await, [(SECOND.to_owned(), 0)]);
    editor
        .notify(
            "notebookDocument/didClose",
            json!({ "notebookDocument": { "uri": NOTEBOOK }, "cellTextDocuments": [] }),
        )
        .await;
    let gone: Vec<usize> = published(&mut editor, 2).await.into_iter().map(|(_, findings)| findings).collect();
    assert_eq!(gone, [0, 0]);
}

#[tokio::test]
async fn one_cell_knows_what_another_made() {
    let mut editor = open().await;
    let hints = labels(&mut editor, SECOND).await;
    assert_eq!(hints[0], (json!({ "line": 0, "character": 5 }), "same object as a".to_owned()), "{hints:?}");
    let answer = editor.request("textDocument/inlayHint", hints_in(SECOND, 0..1)).await;
    let target = &answer["result"][0]["label"][1]["location"];
    assert_eq!((&target["uri"], &target["range"]["start"]["line"]), (&json!(FIRST), &json!(1)), "{answer}");
    let card = editor.request("textDocument/hover", place(SECOND, 0, 4)).await;
    assert!(card["result"]["contents"]["value"].as_str().is_some_and(|card| card.contains("list")), "{card}");
    assert_eq!(card["result"]["range"], range((0, 4), (0, 5)));
    let marks = editor.request("textDocument/documentHighlight", place(SECOND, 1, 0)).await;
    let lines: Vec<&Value> =
        marks["result"].as_array().expect("marks").iter().map(|mark| &mark["range"]["start"]["line"]).collect();
    assert_eq!(
        lines,
        [0, 0, 1, 2].map(|line| json!(line)).iter().collect::<Vec<_>>(),
        "those of the other cell are not this text's: {marks}"
    );
}

#[tokio::test]
async fn cells_change_and_move() {
    let mut editor = open().await;
    published(&mut editor, 2).await;
    let edit = json!({ "range": range((0, 0), (0, 5)), "text": "b = list(a)" });
    let typed = json!({ "textContent": [{ "document": { "uri": SECOND, "version": 2 }, "changes": [edit] }] });
    change(&mut editor, 2, typed).await;
    let hints = labels(&mut editor, SECOND).await;
    assert!(hints.iter().all(|(_, label)| label != "same object as a"), "{hints:?}");
    let removed = json!({ "structure": { "array": { "start": 0, "deleteCount": 1 }, "didClose": [{ "uri": FIRST }] } });
    change(&mut editor, 3, removed).await;
    let shown = published(&mut editor, 2).await;
    assert!(shown.contains(&(FIRST.to_owned(), 0)), "the findings of a cell that is gone are taken back: {shown:?}");
}

#[tokio::test]
async fn a_fix_edits_its_cell() {
    let mut editor = open().await;
    let here =
        json!({ "textDocument": { "uri": FIRST }, "range": range((2, 14), (2, 14)), "context": { "diagnostics": [] } });
    let answer = editor.request("textDocument/codeAction", here).await;
    let actions = answer["result"].as_array().expect("actions");
    let hide =
        actions.iter().find(|action| action["title"] == "Ignore mutable-default-mutated on this line").expect("hide");
    let edits = hide["edit"]["changes"].as_object().expect("changes");
    assert_eq!(edits.keys().collect::<Vec<_>>(), [FIRST]);
    assert_eq!(edits[FIRST][0]["range"]["start"]["line"], 2);
}

#[tokio::test]
async fn what_is_not_open_is_told_and_nothing_else_happens() {
    let (mut editor, answer) = Editor::start(analyze, client(&[])).await;
    let selector = &answer["capabilities"]["notebookDocumentSync"]["notebookSelector"];
    assert_eq!(*selector, json!([{ "notebook": "jupyter-notebook", "cells": [{ "language": "python" }] }]));
    change(&mut editor, 2, json!({})).await;
    assert_eq!(editor.log().await, format!("ignored a change of {NOTEBOOK}, which is not open"));
}
