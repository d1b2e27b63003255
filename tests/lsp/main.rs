//! The language server end to end, in memory: real messages in, real messages out.

mod abuse;
mod analyses;
mod article;

mod editor;
mod inline;
mod notebook;
mod process;
mod workspace;

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use editor::{Editor, did_change, frame, notification, place, range};
use heaplight::server::analyze;
use serde_json::{Value, json};

const URI: &str = "file:///memory/a.py";

fn client(encodings: &[&str]) -> Value {
    json!({ "capabilities": { "general": { "positionEncodings": encodings } } })
}

#[tokio::test]
async fn initialize_says_what_the_server_can_do() {
    let (_editor, answer) = Editor::start(analyze, json!({ "capabilities": {} })).await;
    assert_eq!(answer["serverInfo"]["name"], "heaplight");
    let capabilities = &answer["capabilities"];
    assert_eq!(capabilities["textDocumentSync"], json!({ "openClose": true, "change": 2 }));
    assert_eq!(capabilities["inlayHintProvider"], json!({ "resolveProvider": true }));
    assert_eq!(capabilities["hoverProvider"], true);
}

#[tokio::test]
async fn the_position_encoding_is_negotiated() {
    for (offered, chosen) in [
        (&["utf-16", "utf-8"][..], "utf-8"),
        (&["utf-32", "utf-16"], "utf-32"),
        (&["utf-16", "utf-32"], "utf-16"),
        (&["utf-7"], "utf-16"),
        (&[], "utf-16"),
    ] {
        let (_editor, answer) = Editor::start(analyze, client(offered)).await;
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen, "{offered:?}");
    }
}

#[tokio::test]
async fn a_syntax_error_is_shown_and_goes_when_it_is_mended_or_the_text_is_closed() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.open(URI, "x = 1\ny = (\n").await;
    let shown = editor.receive("textDocument/publishDiagnostics").await;
    assert_eq!((&shown["uri"], &shown["version"]), (&json!(URI), &json!(1)));
    let finding = &shown["diagnostics"][0];
    assert_eq!(finding["code"], "syntax-error");
    assert_eq!(finding["source"], "heaplight");
    assert_eq!(finding["severity"], 1);
    assert!(finding["range"]["start"]["line"].as_u64().is_some_and(|line| line >= 1), "{finding}");

    editor.change(URI, 2, json!([{ "range": range((1, 4), (1, 5)), "text": "2" }])).await;
    let shown = editor.receive("textDocument/publishDiagnostics").await;
    assert_eq!(shown, json!({ "uri": URI, "version": 2, "diagnostics": [] }));

    editor.change(URI, 3, json!([{ "text": "def" }])).await;
    assert_ne!(editor.receive("textDocument/publishDiagnostics").await["diagnostics"], json!([]));
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["diagnostics"], json!([]));
    assert_eq!(editor.text(URI).await, Value::Null);
}

/// Places for edits that differ at every step; the same ones at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// A text as a list of characters, which is edited by counting them: what the server must agree with.
struct Model(Vec<char>);

impl Model {
    /// Line and UTF-16 column of a character.
    fn position(&self, at: usize) -> (u32, u32) {
        let line_start = self.0[..at].iter().rposition(|c| *c == '\n').map_or(0, |newline| newline + 1);
        let line = self.0[..at].iter().filter(|c| **c == '\n').count();
        let column: usize = self.0[line_start..at].iter().map(|c| c.len_utf16()).sum();
        (line as u32, column as u32)
    }

    /// Replaces up to three characters somewhere; returns the edit as a client would send it.
    fn edit(&mut self, dice: &mut Dice, step: usize) -> Value {
        let start = dice.roll(self.0.len() + 1);
        let end = (start + dice.roll(4)).min(self.0.len());
        let text = format!("{step}{}", ["a", "é", "𝄞", "\n", ""][dice.roll(5)]);
        let edit = json!({ "range": range(self.position(start), self.position(end)), "text": text });
        self.0.splice(start..end, text.chars());
        edit
    }

    fn text(&self) -> String {
        self.0.iter().collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_edits_in_one_write_keep_their_order() {
    let (mut editor, _) = Editor::start(analyze, client(&["utf-16"])).await;
    let mut model = Model("x = 'é𝄞'\n".chars().collect());
    let mut dice = Dice(1);
    let mut bytes = Vec::new();
    let document = json!({ "uri": URI, "languageId": "python", "version": 0, "text": model.text() });
    bytes.extend(frame(&notification("textDocument/didOpen", json!({ "textDocument": document }))));
    for step in 1..=2000 {
        // Every tenth message holds two edits; the second one counts from the result of the first.
        let edits: Vec<Value> = (0..1 + usize::from(step % 10 == 0)).map(|_| model.edit(&mut dice, step)).collect();
        bytes.extend(frame(&notification("textDocument/didChange", did_change(URI, step as i32, json!(edits)))));
    }
    editor.send_raw(&bytes).await;
    assert_eq!(editor.text(URI).await, model.text());
}

#[tokio::test]
async fn typing_is_analysed_when_it_pauses() {
    let (mut editor, _) = Editor::start(analyses::counting, client(&[])).await;
    editor.open(URI, "").await;
    editor.receive("textDocument/publishDiagnostics").await;
    for version in 2..=100 {
        editor.change(URI, version, json!([{ "text": format!("x = {version}") }])).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["version"], 100);
    let analyses = analyses::COUNTED.load(Ordering::SeqCst);
    assert!(analyses <= 10, "{analyses} analyses of 100 versions");
}

#[tokio::test]
async fn messages_about_texts_that_are_not_open_are_logged() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.change(URI, 2, json!([{ "text": "x" }])).await;
    assert!(editor.log().await.starts_with("ignored a change of file:///memory/a.py"));
    assert_eq!(editor.hover(URI, 0, 0).await["result"], Value::Null);
    assert!(editor.log().await.starts_with("hover in file:///memory/a.py"));
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
    assert!(editor.log().await.starts_with("ignored the closing of"));
    editor.open(URI, "still here").await;
    assert_eq!(editor.text(URI).await, "still here");
}

#[tokio::test]
async fn odd_edits_are_logged_and_followed_as_far_as_they_make_sense() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.open(URI, "abc\ndef").await;
    editor.change(URI, 2, json!([{ "range": range((1, 2), (0, 1)), "text": "-" }])).await;
    assert!(editor.log().await.ends_with("the range 1:2-0:1 runs backwards"));
    assert_eq!(editor.text(URI).await, "a-f");
    editor.change(URI, 3, json!([{ "range": range((0, 2), (99, 7)), "text": "!" }])).await;
    assert!(editor.log().await.ends_with("the range 0:2-99:7 ends outside the text"));
    assert_eq!(editor.text(URI).await, "a-!");
    editor.change(URI, 3, json!([{ "range": range((0, 3), (0, 500)), "text": "?" }])).await;
    assert!(editor.log().await.ends_with("version 3 follows version 3"));
    assert_eq!(editor.text(URI).await, "a-!?");
}

#[tokio::test]
async fn hover_shows_the_card_and_is_silent_elsewhere() {
    let (mut editor, _) = Editor::start(analyses::talkative, client(&[])).await;
    editor.open(URI, "é = list()\n").await;
    let card = editor.hover(URI, 0, 5).await["result"].clone();
    assert_eq!(card["contents"], json!({ "kind": "markdown", "value": "**list** of 2" }));
    assert_eq!(card["range"], range((0, 4), (0, 8)));
    assert_eq!(editor.hover(URI, 0, 0).await["result"], Value::Null);
    assert_eq!(editor.hover(URI, 0, 4000).await["result"], Value::Null, "past the end of the line");
    assert_eq!(editor.hover(URI, 7, 0).await["result"], Value::Null, "past the end of the text");
    assert_eq!(editor.log().await, "hover outside the text, on line 7");
    assert_eq!(editor.hover(URI, u32::MAX, u32::MAX).await["result"], Value::Null);
}

fn hints_in(uri: &str, lines: std::ops::Range<u32>) -> Value {
    json!({ "textDocument": { "uri": uri }, "range": range((lines.start, 0), (lines.end, 0)) })
}

#[tokio::test]
async fn hints_are_those_of_the_range_and_lead_to_where_the_object_is_made() {
    let (mut editor, _) = Editor::start(analyses::talkative, client(&[])).await;
    editor.open(URI, "a = list()\nb = 1\nc = list()\nd = list()\n").await;
    let answer = editor.request("textDocument/inlayHint", hints_in(URI, 1..3)).await;
    let hints = answer["result"].as_array().expect("hints");
    assert_eq!(hints.len(), 1, "{answer}");
    assert_eq!(hints[0]["position"], json!({ "line": 2, "character": 10 }));
    let expected = json!([
        { "value": "same list as " },
        { "value": "a", "location": { "uri": URI, "range": range((0, 4), (0, 8)) } },
    ]);
    assert_eq!(hints[0]["label"], expected);
    let tooltip = hints[0]["tooltip"]["value"].as_str().expect("at once, for a client that cannot ask later");
    assert!(tooltip.starts_with("**one list**"), "{tooltip}");
    let all = editor.request("textDocument/inlayHint", hints_in(URI, 0..99)).await;
    assert_eq!(all["result"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_tooltip_comes_later_to_a_client_that_asks_for_it() {
    let resolving = json!({ "capabilities": { "textDocument": { "inlayHint": { "resolveSupport": {
        "properties": ["tooltip"] } } } } });
    let (mut editor, _) = Editor::start(analyses::talkative, resolving).await;
    editor.open(URI, "a = list()\n").await;
    let hint = editor.request("textDocument/inlayHint", hints_in(URI, 0..9)).await["result"][0].clone();
    assert_eq!(hint.get("tooltip"), None);
    let resolved = editor.request("inlayHint/resolve", hint.clone()).await["result"].clone();
    assert_eq!(resolved["tooltip"]["kind"], "markdown");
    assert!(
        resolved["tooltip"]["value"].as_str().is_some_and(|text| text.contains("Shown to be tested")),
        "{resolved}"
    );
    assert_eq!(resolved["position"], hint["position"]);

    editor.change(URI, 2, json!([{ "text": "" }])).await;
    let stale = editor.request("inlayHint/resolve", hint).await;
    assert_eq!(stale["result"].get("tooltip"), None, "{stale}");
}

#[tokio::test]
async fn a_finding_tells_its_story_in_related_places_or_in_its_message() {
    let telling = json!({ "capabilities": { "textDocument": { "publishDiagnostics": {
        "relatedInformation": true } } } });
    let text = "a = 1\nb = list()\n";
    let (mut editor, _) = Editor::start(analyses::talkative, telling).await;
    editor.open(URI, text).await;
    let finding = editor.receive("textDocument/publishDiagnostics").await["diagnostics"][0].clone();
    assert_eq!(finding["message"], "one list, two names");
    let location = json!({ "uri": URI, "range": range((1, 4), (1, 8)) });
    assert_eq!(finding["relatedInformation"], json!([{ "location": location, "message": "made here" }]));

    let (mut editor, _) = Editor::start(analyses::talkative, client(&[])).await;
    editor.open(URI, text).await;
    let finding = editor.receive("textDocument/publishDiagnostics").await["diagnostics"][0].clone();
    assert_eq!(finding["message"], "one list, two names\nline 2: made here");
}

#[tokio::test]
async fn a_panic_costs_one_answer() {
    let (mut editor, _) = Editor::start(analyses::fragile, client(&[])).await;
    editor.open(URI, "PANIC").await;
    assert!(editor.log().await.starts_with("no diagnostics for file:///memory/a.py"));
    for _ in 0..3 {
        assert_eq!(editor.hover(URI, 0, 0).await["error"]["code"], -32603);
    }
    editor.change(URI, 2, json!([{ "text": "calm" }])).await;
    let answer = editor.hover(URI, 0, 0).await;
    assert_eq!((answer.get("error"), &answer["result"]), (None, &Value::Null));
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["version"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_work_stops_and_holds_nobody_up() {
    let (mut editor, _) = Editor::start(analyses::slow, client(&[])).await;
    let start = Instant::now();
    let mut ids = Vec::new();
    for i in 0..40 {
        let uri = format!("file:///memory/slow{i}.py");
        editor.open(&uri, "SLOW").await;
        ids.push(editor.send_request("textDocument/hover", place(&uri, 0, 0)).await);
    }
    while analyses::SLOW_STARTED.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for &id in &ids {
        editor.notify("$/cancelRequest", json!({ "id": id })).await;
    }
    for &id in &ids {
        assert_eq!(editor.response(id).await["error"]["code"], -32800);
    }
    for i in 0..40 {
        let uri = format!("file:///memory/slow{i}.py");
        editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }
    editor.open(URI, "quick").await;
    assert_eq!(editor.hover(URI, 0, 0).await["result"], Value::Null);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let started = analyses::SLOW_STARTED.load(Ordering::SeqCst);
    while analyses::SLOW_STOPPED.load(Ordering::SeqCst) < started {
        assert!(start.elapsed() < Duration::from_secs(9), "a cancelled worker runs on");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn positions_count_in_the_negotiated_unit() {
    let line = "s = 'é𝄞'; list()";
    for (encoding, start) in [("utf-8", 14), ("utf-16", 11), ("utf-32", 10)] {
        let (mut editor, _) = Editor::start(analyses::talkative, client(&[encoding])).await;
        editor.open(URI, &format!("\n{line}\n")).await;
        let finding = editor.receive("textDocument/publishDiagnostics").await["diagnostics"][0].clone();
        assert_eq!(finding["range"], range((1, start), (1, start + 4)), "{encoding}");
        assert_eq!(editor.hover(URI, 1, start).await["result"]["range"], finding["range"], "{encoding}");
        assert_eq!(editor.hover(URI, 1, start - 1).await["result"], Value::Null, "{encoding}");
        let edit = json!([{ "range": range((1, start), (1, start + 4)), "text": "€" }]);
        editor.change(URI, 2, edit).await;
        assert_eq!(editor.text(URI).await, "\ns = 'é𝄞'; €()\n", "{encoding}");
    }
}

#[tokio::test]
async fn settings_come_at_the_start_and_later() {
    let start = |target: &str| {
        json!({ "capabilities": { "workspace": { "inlayHint": { "refreshSupport": true } } },
            "initializationOptions": { "settings": { "targetVersion": target } } })
    };
    let (mut editor, _) = Editor::start(analyses::told, start("3.9")).await;
    editor.open(URI, "").await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["diagnostics"][0]["message"], "3.9 module");

    let settings = json!({ "settings": { "heaplight": { "targetVersion": "3.10", "hint": 1 } } });
    editor.notify("workspace/didChangeConfiguration", settings).await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["diagnostics"][0]["message"], "3.10 module");
    assert_eq!(editor.log().await, "unknown setting `hint`: did you mean `hints.level`?");
    editor.receive("workspace/inlayHint/refresh").await;
    editor.open("file:///memory/b.pyi", "").await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["diagnostics"][0]["message"], "3.10 stub");

    let (mut editor, _) = Editor::start(analyze, start("2.7")).await;
    let complaint = "setting `targetVersion`: unknown Python version `2.7`: heaplight knows 3.9 to 3.14";
    assert_eq!(editor.log().await, complaint);
}

#[tokio::test]
async fn hints_can_be_switched_off_and_on() {
    let off = json!({ "capabilities": {}, "initializationOptions": { "hints": { "level": "off" } } });
    let (mut editor, _) = Editor::start(analyses::talkative, off).await;
    editor.open(URI, "a = list()\n").await;
    assert_eq!(editor.request("textDocument/inlayHint", hints_in(URI, 0..9)).await["result"], json!([]));
    let on = json!({ "settings": { "heaplight": { "hints": { "level": "surprises" } } } });
    editor.notify("workspace/didChangeConfiguration", on).await;
    let answer = editor.request("textDocument/inlayHint", hints_in(URI, 0..9)).await;
    assert_eq!(answer["result"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn malformed_messages_are_answered_and_the_server_lives() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    assert_eq!(editor.request("textDocument/hover", json!({ "position": "here" })).await["error"]["code"], -32602);
    assert_eq!(editor.request("no/such/method", json!({})).await["error"]["code"], -32601);
    editor.notify("textDocument/didChange", json!({ "textDocument": 3 })).await;
    editor.open(URI, "x").await;
    assert_eq!(editor.text(URI).await, "x");
}

/// JavaScript can send half of an emoji; the server counts it as one UTF-16 unit, as the client does.
#[tokio::test]
async fn half_a_character_is_no_harm() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.open(URI, "").await;
    let whole = did_change(URI, 2, json!([{ "text": "a = '?'  # 😀" }])).to_string();
    let half = whole.replace('?', r"\ud83d");
    let body = format!(r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{half}}}"#);
    editor.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    editor.change(URI, 3, json!([{ "range": range((0, 5), (0, 6)), "text": "b" }])).await;
    assert_eq!(editor.text(URI).await, "a = 'b'  # 😀");
}

/// The framework stops reading at JSON that it cannot parse; the editor gets an answer and may start anew.
#[tokio::test]
async fn broken_json_is_answered_and_ends_the_session() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.send_raw(b"Content-Length: 4\r\n\r\n{no}").await;
    assert_eq!(editor.response_to_null().await["error"]["code"], -32700);
    assert_eq!(editor.exit_code().await, 1);
}

#[tokio::test]
async fn requests_before_initialize_are_refused() {
    let mut editor = Editor::connect(analyze);
    assert_eq!(editor.hover(URI, 0, 0).await["error"]["code"], -32002);
}

#[tokio::test]
async fn twenty_thousand_brackets_are_no_harm() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.open(URI, &format!("x = {}{}\n", "[".repeat(20_000), "]".repeat(20_000))).await;
    assert_eq!(editor.receive("textDocument/publishDiagnostics").await["version"], 1);
}

#[tokio::test]
async fn the_exit_code_tells_whether_the_client_said_goodbye() {
    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    assert_eq!(editor.request("shutdown", Value::Null).await["result"], Value::Null);
    editor.notify("exit", Value::Null).await;
    assert_eq!(editor.exit_code().await, 0);

    let (mut editor, _) = Editor::start(analyze, client(&[])).await;
    editor.notify("exit", Value::Null).await;
    assert_eq!(editor.exit_code().await, 1);

    let (editor, _) = Editor::start(analyze, client(&[])).await;
    assert_eq!(editor.hang_up().await, 1);
}
