//! Files that are not open, and configuration files.

use std::fs;

use heaplight::server::analyze;
use serde_json::{Value, json};

use crate::{analyses::patient, editor::Editor};

const BAD: &str = "def f(a=[]):\n    a.append(1)\n    return a\n";

fn uri(folder: &tempfile::TempDir, name: &str) -> String {
    format!("file://{}", folder.path().join(name).display())
}

fn client(folder: &tempfile::TempDir, mode: &str) -> Value {
    json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [{ "uri": uri(folder, ""), "name": "w" }],
        "initializationOptions": { "diagnosticMode": mode },
    })
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

async fn ask(editor: &mut Editor, previous: Value) -> Vec<Value> {
    let answer = editor.request("workspace/diagnostic", json!({ "previousResultIds": previous })).await;
    answer["result"]["items"].as_array().expect("items").clone()
}

#[tokio::test]
async fn findings_of_closed_files_are_told_once() {
    let folder = project(&[("bad.py", BAD), ("good.py", "x = 1\n"), ("open.py", BAD), ("venv/x.py", BAD)]);
    let (mut editor, answer) = Editor::start(analyze, client(&folder, "workspace")).await;
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    editor.open(&uri(&folder, "open.py"), BAD).await;
    let items = ask(&mut editor, json!([])).await;
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!((&items[0]["uri"], &items[0]["kind"]), (&json!(uri(&folder, "bad.py")), &json!("full")));
    assert_eq!(items[0]["items"][0]["code"], "mutable-default-mutated");
    let known = json!([{ "uri": items[0]["uri"], "value": items[0]["resultId"] }]);
    let again = ask(&mut editor, known.clone()).await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0]["kind"], "unchanged");
    fs::write(folder.path().join("bad.py"), "x = 2\n").expect("a file");
    let mended = ask(&mut editor, known).await;
    assert_eq!((&mended[0]["kind"], &mended[0]["items"]), (&json!("full"), &json!([])));
}

#[tokio::test]
async fn they_come_in_parts_to_a_client_that_wants_them_so() {
    let folder = project(&[("a.py", BAD), ("b.py", BAD)]);
    let (mut editor, _) = Editor::start(analyze, client(&folder, "workspace")).await;
    let params = json!({ "previousResultIds": [], "partialResultToken": "p" });
    let id = editor.send_request("workspace/diagnostic", params).await;
    let part = editor.receive("$/progress").await;
    assert_eq!(part["token"], "p");
    assert_eq!(part["value"]["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(editor.response(id).await["result"]["items"], json!([]));
}

/// Work that takes a while says how far it is; what is over at once says nothing.
#[tokio::test(flavor = "multi_thread")]
async fn long_work_tells_how_far_it_is() {
    let names: Vec<String> = (0..80).map(|i| format!("{i}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x = 1\n")).collect();
    let folder = project(&files);
    let (mut editor, _) = Editor::start(patient, client(&folder, "workspace")).await;
    let params = json!({ "previousResultIds": [], "workDoneToken": "w" });
    let id = editor.send_request("workspace/diagnostic", params).await;
    let mut told = Vec::new();
    while told.last() != Some(&json!("end")) {
        let said = editor.receive("$/progress").await;
        assert_eq!(said["token"], "w");
        told.push(said["value"]["kind"].clone());
    }
    assert_eq!(told[0], "begin");
    assert!(told[1..told.len() - 1].iter().all(|kind| kind == "report"), "{told:?}");
    assert!(editor.response(id).await["result"]["items"].is_array());
}

#[tokio::test]
async fn closed_files_are_left_alone_by_default() {
    let folder = project(&[("a.py", BAD)]);
    let (mut editor, _) = Editor::start(analyze, client(&folder, "openFilesOnly")).await;
    assert_eq!(ask(&mut editor, json!([])).await, Vec::<Value>::new());
}

#[tokio::test]
async fn each_folder_has_its_own_configuration() {
    let folder = project(&[
        ("a/heaplight.toml", "rules = { mutable-default-mutated = 'off' }\n"),
        ("a/x.py", BAD),
        ("b/heaplight.toml", "rules = { mutable-default-mutated = 'error' }\n"),
        ("b/x.py", BAD),
    ]);
    let (mut editor, _) = Editor::start(analyze, client(&folder, "workspace")).await;
    let items = ask(&mut editor, json!([])).await;
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!((&items[0]["uri"], &items[0]["items"][0]["severity"]), (&json!(uri(&folder, "b/x.py")), &json!(1)));
}

#[tokio::test]
async fn a_mistake_in_a_configuration_file_is_shown_there_until_it_is_mended() {
    let text = "[project]\nname = 'x'\n[tool.heaplight]\nselct = ['all']\nignore = ['cycels']\n";
    let folder = project(&[("pyproject.toml", text), ("a.py", BAD)]);
    let (mut editor, _) = Editor::start(analyze, json!({ "capabilities": {} })).await;
    editor.open(&uri(&folder, "a.py"), BAD).await;
    let toml = uri(&folder, "pyproject.toml");
    let shown = loop {
        let shown = editor.receive("textDocument/publishDiagnostics").await;
        if shown["uri"] == toml {
            break shown;
        }
    };
    let finding = &shown["diagnostics"][0];
    assert_eq!(finding["range"]["start"], json!({ "line": 3, "character": 0 }));
    assert!(finding["message"].as_str().is_some_and(|message| message.contains("selct")), "{finding}");
    let second = &shown["diagnostics"][1];
    assert_eq!(second["range"]["start"], json!({ "line": 4, "character": 10 }));
    assert!(second["message"].as_str().is_some_and(|message| message.contains("cycels")), "{second}");
    let mended = text.replace("selct", "select").replace("cycels", "cycles");
    fs::write(folder.path().join("pyproject.toml"), mended).expect("a file");
    let changes = json!({ "changes": [{ "uri": toml, "type": 2 }] });
    editor.notify("workspace/didChangeWatchedFiles", changes).await;
    let mended = loop {
        let shown = editor.receive("textDocument/publishDiagnostics").await;
        if shown["uri"] == toml {
            break shown;
        }
    };
    assert_eq!(mended["diagnostics"], json!([]));
}
