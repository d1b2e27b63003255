//! Commands that every client can send: `workspace/executeCommand`. A client that shows results itself adds
//! `{"quiet": true}`; others see them as messages.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp_server::{
    jsonrpc::{Error, Result},
    ls_types::{ExecuteCommandParams, Position, Uri},
};

use super::session::Session;
use crate::{annotations, annotations::HintLevel};

pub(super) const CYCLE_LEVEL: &str = "heaplight.cycleLevel";
pub(super) const SET_LEVEL: &str = "heaplight.setLevel";
pub(super) const TOGGLE_FILE: &str = "heaplight.toggleFile";
pub(super) const TOGGLE_FUNCTION: &str = "heaplight.toggleFunction";
pub(super) const TOGGLE_WORKSPACE: &str = "heaplight.toggleWorkspace";
pub(super) const SHOW_HEAP: &str = "heaplight.heapAt";
pub(super) const EXPLAIN: &str = "heaplight.explainRule";

pub(super) const ALL: [&str; 7] =
    [CYCLE_LEVEL, SET_LEVEL, TOGGLE_FILE, TOGGLE_FUNCTION, TOGGLE_WORKSPACE, SHOW_HEAP, EXPLAIN];

pub(super) async fn handle(session: &Arc<Session>, params: ExecuteCommandParams) -> Result<Option<Value>> {
    let arguments = &params.arguments;
    let quiet = arguments.iter().any(|a| a.get("quiet") == Some(&Value::Bool(true)));
    let text = |i: usize| arguments.get(i).and_then(Value::as_str);
    let uri = || text(0).and_then(|uri| uri.parse::<Uri>().ok()).ok_or_else(|| wrong("the uri of an open file"));
    let line = || arguments.get(1).and_then(Value::as_u64).map(|line| line as u32).ok_or_else(|| wrong("a line"));
    match params.command.as_str() {
        CYCLE_LEVEL => {
            let level = session.shown().workspace_level().next();
            Ok(show_level(session, level, quiet))
        }
        SET_LEVEL => {
            let level = text(0).unwrap_or_default().parse().map_err(|why: String| wrong(&why))?;
            Ok(show_level(session, level, quiet))
        }
        TOGGLE_WORKSPACE => {
            let level = session.shown().workspace_level();
            let next = if level == HintLevel::Off { HintLevel::default() } else { HintLevel::Off };
            Ok(show_level(session, next, quiet))
        }
        TOGGLE_FILE => {
            let uri = uri()?;
            let file = session.asked(&uri, "toggleFile").map_or(uri, |asked| asked.document);
            let hidden = session.change_shown(|shown| shown.toggle_file(&file));
            Ok(Some(json!({ "hidden": hidden })))
        }
        TOGGLE_FUNCTION => {
            let (uri, line) = (uri()?, line()?);
            let asked = session.asked(&uri, "toggleFunction").ok_or_else(|| wrong("the uri of an open file"))?;
            let offset = asked.offset(Position { line, character: u32::MAX }).unwrap_or(0);
            let Some((name, _)) = annotations::function_around(&asked.text, offset) else {
                return Ok(Some(json!({ "hidden": false })));
            };
            let hidden = session.change_shown(|shown| shown.toggle_function(&asked.document, &name));
            Ok(Some(json!({ "hidden": hidden, "function": name })))
        }
        SHOW_HEAP => {
            let (uri, line) = (uri()?, line()?);
            let heap = session.heap_at(&uri, line).await?;
            if !quiet {
                session.tell(heap.as_ref().map_or("no code that is followed runs here", |heap| heap.text.as_str()));
            }
            Ok(heap.map(|heap| json!({ "line": line, "text": heap.text, "svg": heap.svg })))
        }
        EXPLAIN => {
            let page = annotations::page(text(0).unwrap_or_default()).ok_or_else(|| wrong("the name of a rule"))?;
            if !quiet {
                session.tell(&page);
            }
            Ok(Some(json!({ "markdown": page })))
        }
        other => Err(Error::invalid_params(format!("heaplight has no command `{other}`"))),
    }
}

fn show_level(session: &Arc<Session>, level: HintLevel, quiet: bool) -> Option<Value> {
    session.change_shown(|shown| {
        shown.set_workspace_level(Some(level));
        true
    });
    if !quiet {
        session.tell(&format!("heaplight shows {}", level.name()));
    }
    Some(json!({ "level": level.name() }))
}

fn wrong(expected: &str) -> Error {
    Error::invalid_params(format!("expected {expected}"))
}
