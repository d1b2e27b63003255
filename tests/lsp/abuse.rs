//! Clients that break the rules: they get the answer that the protocol has for it, or the server ends. It is never there
//! and mute.

use std::{
    collections::HashSet,
    io::{Read, Write},
    time::Duration,
};

use heaplight::server::analyze;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    analyses::{fragile, slow},
    client,
    editor::{Editor, did_change, frame, notification, place, range},
    process::{exit_code, read_until, request, start},
};

const URI: &str = "file:///abuse.py";

async fn started() -> Editor {
    Editor::start(analyze, client(&[])).await.0
}

/// Lengths that are wrong leave nothing to find the next message by.
#[tokio::test]
async fn a_wrong_length_is_answered_or_ends_the_session() {
    let message = frame(&json!({ "jsonrpc": "2.0", "id": 7, "method": "shutdown" }));
    let body = &message[message.iter().position(|&b| b == b'{').expect("a body")..];
    for length in ["3", "0", "-1", "x", "99999999999999999999", ""] {
        let mut editor = started().await;
        editor.send_raw(format!("Content-Length: {length}\r\n\r\n").as_bytes()).await;
        editor.send_raw(body).await;
        editor.send_raw(&message).await;
        // Whatever it made of that, it goes when the client does.
        timeout(Duration::from_secs(10), editor.hang_up()).await.unwrap_or_else(|_| panic!("{length}: still there"));
    }
}

#[tokio::test]
async fn a_message_that_never_comes_whole_ends_with_the_pipe() {
    let mut editor = started().await;
    editor.send_raw(b"Content-Length: 1000\r\n\r\n{\"jsonrpc\"").await;
    assert_eq!(editor.hang_up().await, 1);
}

#[tokio::test]
async fn json_that_is_no_message_is_answered() {
    for odd in [json!([]), json!(3), json!("hello"), json!({}), json!({ "jsonrpc": "1.0", "method": 4 })] {
        let mut editor = started().await;
        editor.send_raw(&frame(&odd)).await;
        assert!(editor.response_to_null().await["error"]["code"].is_i64(), "{odd}");
    }
}

#[tokio::test]
async fn after_shutdown_requests_are_refused() {
    let mut editor = started().await;
    editor.open(URI, "x = 1\n").await;
    editor.request("shutdown", Value::Null).await;
    assert_eq!(editor.hover(URI, 0, 0).await["error"]["code"], -32600);
    editor.change(URI, 2, json!([{ "text": "y" }])).await;
    editor.notify("exit", Value::Null).await;
    assert_eq!(editor.exit_code().await, 0);
}

#[tokio::test]
async fn a_second_initialize_is_refused() {
    let mut editor = started().await;
    assert_eq!(editor.request("initialize", client(&[])).await["error"]["code"], -32600);
    editor.open(URI, "x").await;
    assert_eq!(editor.text(URI).await, "x");
}

#[tokio::test]
async fn every_request_is_answered_outside_of_the_text_and_of_what_is_open() {
    let mut editor = started().await;
    editor.open(URI, "def f(a=[]):\n    a.append(1)\n").await;
    let far = u32::MAX;
    let everywhere = json!({ "start": { "line": far, "character": 0 }, "end": { "line": 0, "character": far } });
    for uri in [URI, "file:///closed.py", "untitled:x", "nonsense:", "file:///%zz"] {
        let document = json!({ "textDocument": { "uri": uri } });
        let with = |more: Value| {
            let mut all = document.as_object().expect("an object").clone();
            all.extend(more.as_object().expect("an object").clone());
            Value::Object(all)
        };
        let asked = [
            ("textDocument/hover", place(uri, far, far)),
            ("textDocument/documentHighlight", place(uri, far, far)),
            ("textDocument/inlayHint", with(json!({ "range": everywhere }))),
            ("textDocument/codeAction", with(json!({ "range": everywhere, "context": { "diagnostics": [] } }))),
            ("textDocument/codeLens", document.clone()),
            ("textDocument/diagnostic", document.clone()),
        ];
        for (method, params) in asked {
            let answer = editor.request(method, params).await;
            let invalid = answer["error"]["code"] == -32602;
            assert!(answer.get("result").is_some() || invalid, "{method} {uri}: {answer}");
        }
        for (command, arguments) in [
            ("heaplight.heapAt", json!([uri, far])),
            ("heaplight.toggleFunction", json!([uri, far])),
            ("heaplight.explainRule", json!([{}])),
            ("no.such.command", json!([])),
        ] {
            let answer =
                editor.request("workspace/executeCommand", json!({ "command": command, "arguments": arguments })).await;
            assert!(answer["id"].is_i64(), "{command}: {answer}");
        }
    }
    assert_eq!(editor.text(URI).await, "def f(a=[]):\n    a.append(1)\n");
}

#[tokio::test]
async fn changes_of_what_is_not_open_change_nothing() {
    let mut editor = started().await;
    let edit = json!([{ "range": range((0, 0), (0, 0)), "text": "x" }]);
    editor.notify("textDocument/didChange", did_change("file:///closed.py", 2, edit)).await;
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///closed.py" } })).await;
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": "file:///closed.py" } })).await;
    assert_eq!(editor.text("file:///closed.py").await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_open_documents_are_answered_and_forgotten() {
    const ALL: usize = 10_000;
    let mut editor = started().await;
    let uri = |i: usize| format!("file:///many/{i}.py");
    for i in 0..ALL {
        editor.open(&uri(i), "def f(a=[]):\n    a.append(1)\n    return a\n").await;
    }
    // Each has its findings told once, and no document waits for another.
    let mut told = HashSet::new();
    while told.len() < ALL {
        let shown = editor.receive("textDocument/publishDiagnostics").await;
        assert_eq!(shown["diagnostics"].as_array().map(Vec::len), Some(1), "{shown}");
        assert!(told.insert(shown["uri"].as_str().expect("a name").to_owned()), "told twice: {shown}");
    }
    for i in [0, ALL / 2, ALL - 1] {
        let hover = editor.hover(&uri(i), 1, 4).await;
        assert!(hover["result"]["contents"]["value"].as_str().is_some_and(|card| card.contains("list")), "{hover}");
    }
    editor.change(&uri(7), 2, json!([{ "text": "x = = 1\n" }])).await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["version"], 2);
    for i in 0..ALL {
        editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(i) } })).await;
    }
    assert_eq!(editor.text(&uri(ALL / 2)).await, Value::Null);
    assert_eq!(editor.hang_up().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_cancelled_requests_leaves_the_server_free() {
    let mut editor = Editor::start(slow, client(&[])).await.0;
    editor.open(URI, "x = 1\n").await;
    let mut asked = Vec::new();
    for _ in 0..500 {
        asked.push(editor.send_request("textDocument/hover", place(URI, 0, 0)).await);
    }
    for id in &asked {
        editor.notify("$/cancelRequest", json!({ "id": id })).await;
        // And one that nobody has asked.
        editor.notify("$/cancelRequest", json!({ "id": id + 100_000 })).await;
    }
    for id in asked {
        let answer = editor.response(id).await;
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    }
    assert_eq!(editor.text(URI).await, "x = 1\n");
}

/// Each request runs into the panic, and the next text is answered as if nothing had been.
#[tokio::test]
async fn a_panic_in_any_handler_is_an_error_and_no_more() {
    let mut editor = Editor::start(fragile, client(&[])).await.0;
    editor.open(URI, "PANIC\n").await;
    let document = json!({ "textDocument": { "uri": URI } });
    let lines = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } });
    let (identifier, context) = (document["textDocument"].clone(), json!({ "diagnostics": [] }));
    for (method, params) in [
        ("textDocument/hover", place(URI, 0, 0)),
        ("textDocument/documentHighlight", place(URI, 0, 0)),
        ("textDocument/inlayHint", json!({ "textDocument": identifier, "range": lines })),
        ("textDocument/codeAction", json!({ "textDocument": identifier, "range": lines, "context": context })),
        ("textDocument/diagnostic", document.clone()),
    ] {
        assert_eq!(editor.request(method, params).await["error"]["code"], -32603, "{method}");
    }
    editor.change(URI, 2, json!([{ "text": "x = 1\n" }])).await;
    assert!(editor.hover(URI, 0, 0).await.get("result").is_some());
}

/// A client that stops reading: its pipe fills up. When it goes, the server goes.
#[test]
fn a_client_that_stops_reading_and_dies_takes_the_server_with_it() {
    let mut server = start();
    let mut pipe = server.stdin.take().expect("a pipe");
    let mut output = server.stdout.take().expect("a pipe");
    pipe.write_all(&request(1, "initialize", json!({ "capabilities": {} }))).expect("the server reads");
    read_until(&mut output, "\"id\":1}");
    let text = "def f(a=[]):\n    a.append(1)\n".repeat(50);
    let document =
        move |i: i32| json!({ "uri": format!("file:///{i}.py"), "languageId": "python", "version": 1, "text": text });
    let writing = std::thread::spawn(move || {
        for i in 0..400 {
            let opened = frame(&notification("textDocument/didOpen", json!({ "textDocument": document(i) })));
            if pipe.write_all(&opened).is_err() {
                break;
            }
        }
        // The client dies here.
        drop(pipe);
    });
    std::thread::sleep(Duration::from_millis(500));
    // It reads no more; whoever writes to it learns of its death.
    drop(output);
    let code = exit_code(server);
    assert!(code.is_some_and(|code| code != 101), "{code:?}");
    writing.join().expect("no panic");
}

/// A client that only stops reading holds up answers, and gets them all when it reads again.
#[test]
fn a_client_that_reads_late_gets_every_answer() {
    let mut server = start();
    let mut pipe = server.stdin.take().expect("a pipe");
    let mut output = server.stdout.take().expect("a pipe");
    let writing = std::thread::spawn(move || {
        pipe.write_all(&request(1, "initialize", json!({ "capabilities": {} }))).expect("the server reads");
        let text = json!({ "uri": URI, "languageId": "python", "version": 1, "text": "x = [1]\n".repeat(500) });
        let opened = frame(&notification("textDocument/didOpen", json!({ "textDocument": text })));
        pipe.write_all(&opened).expect("the server reads");
        for id in 2..600 {
            pipe.write_all(&request(id, "heaplight/text", json!({ "textDocument": { "uri": URI } })))
                .expect("it reads");
        }
        pipe
    });
    std::thread::sleep(Duration::from_millis(1_000));
    let mut said = Vec::new();
    let mut answered = 0;
    while answered < 599 {
        let mut chunk = [0; 1 << 16];
        let count = output.read(&mut chunk).expect("the server writes");
        assert_ne!(count, 0, "the server has gone with {answered} answers given");
        said.extend_from_slice(&chunk[..count]);
        answered = said.windows(5).filter(|bytes| bytes == b"\"id\":").count();
    }
    drop(writing.join().expect("no panic"));
    assert_eq!(exit_code(server), Some(1));
}
