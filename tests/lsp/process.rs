//! The built program as a process: it must end by itself, whatever the client does with the pipes.

use std::{
    io::{Read, Write},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::editor::{frame, notification};

pub fn start() -> Child {
    Command::new(env!("CARGO_BIN_EXE_heaplight"))
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

pub fn request(id: i64, method: &str, params: Value) -> Vec<u8> {
    frame(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
}

pub fn read_until(output: &mut impl Read, end: &str) {
    let mut said = Vec::new();
    while !said.ends_with(end.as_bytes()) {
        let mut byte = [0];
        output.read_exact(&mut byte).expect("the server answers");
        said.extend(byte);
    }
}

pub fn exit_code(mut server: Child) -> Option<i32> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if let Some(status) = server.try_wait().expect("a child") {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    server.kill().expect("a running child");
    panic!("the server lives on");
}

#[test]
fn it_ends_after_exit_although_the_pipe_stays_open() {
    let mut server = start();
    let mut pipe = server.stdin.take().expect("a pipe");
    let mut output = server.stdout.take().expect("a pipe");
    let mut ask = |id, method, params| {
        pipe.write_all(&request(id, method, params)).expect("the server reads");
        read_until(&mut output, &format!("\"id\":{id}}}"));
    };
    ask(1, "initialize", json!({ "capabilities": {} }));
    ask(2, "shutdown", Value::Null);
    pipe.write_all(&frame(&notification("exit", Value::Null))).expect("the server reads");
    assert_eq!(exit_code(server), Some(0));
    drop(pipe);
}

#[test]
fn it_ends_when_the_client_dies() {
    let mut server = start();
    drop(server.stdin.take());
    assert_eq!(exit_code(server), Some(1));
}

/// A language server's stdout belongs to the protocol.
#[test]
fn stdout_holds_nothing_but_messages() {
    let mut server = start();
    let mut output = server.stdout.take().expect("a pipe");
    let mut pipe = server.stdin.take().expect("a pipe");
    pipe.write_all(&request(1, "initialize", json!({ "capabilities": {} }))).expect("the server reads");
    drop(pipe);
    let mut said = String::new();
    output.read_to_string(&mut said).expect("text");
    let (header, body) = said.split_once("\r\n\r\n").expect("one message");
    assert_eq!(header, format!("Content-Length: {}", body.len()));
    assert!(serde_json::from_str::<Value>(body).is_ok(), "{body}");
    assert_eq!(exit_code(server), Some(1));
}
