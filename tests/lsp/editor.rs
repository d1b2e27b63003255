//! An editor in memory: speaks LSP to the real server over a pipe.

use std::{collections::VecDeque, time::Duration};

use heaplight::server::{Analyze, serve_with};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream},
    sync::mpsc,
    task::JoinHandle,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(60);
const PIPE_BYTES: usize = 64 << 20;

pub struct Editor {
    to_server: DuplexStream,
    from_server: mpsc::UnboundedReceiver<Value>,
    /// Messages that nobody has asked for yet.
    waiting: VecDeque<Value>,
    server: JoinHandle<u8>,
    next_id: i64,
}

impl Editor {
    /// A server that has heard nothing yet.
    pub fn connect(analyze: Analyze) -> Self {
        let (to_server, input) = tokio::io::duplex(PIPE_BYTES);
        let (output, from_server) = tokio::io::duplex(PIPE_BYTES);
        let server = tokio::spawn(serve_with(analyze, input, output));
        let (sender, messages) = mpsc::unbounded_channel();
        tokio::spawn(read_messages(from_server, sender));
        Self { to_server, from_server: messages, waiting: VecDeque::new(), server, next_id: 0 }
    }

    /// A server that was initialized with these parameters, and what it answered.
    pub async fn start(analyze: Analyze, params: Value) -> (Self, Value) {
        let mut editor = Self::connect(analyze);
        let answer = editor.request("initialize", params).await;
        editor.notify("initialized", json!({})).await;
        (editor, answer["result"].clone())
    }

    pub async fn send_raw(&mut self, bytes: &[u8]) {
        self.to_server.write_all(bytes).await.expect("the server reads");
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send_raw(&frame(&notification(method, params))).await;
    }

    /// Sends a request and returns its id.
    pub async fn send_request(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send_raw(&frame(&message)).await;
        id
    }

    /// The whole response, with `result` or `error`.
    pub async fn response(&mut self, id: i64) -> Value {
        self.wait_for(|message| message["id"] == id && message.get("method").is_none()).await
    }

    /// The response to a message whose id the server could not read.
    pub async fn response_to_null(&mut self) -> Value {
        self.wait_for(|message| message["id"].is_null() && message.get("error").is_some()).await
    }

    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.send_request(method, params).await;
        self.response(id).await
    }

    /// The next notification or request of the server with this method: its params.
    pub async fn receive(&mut self, method: &str) -> Value {
        self.wait_for(|message| message["method"] == method).await["params"].clone()
    }

    pub async fn log(&mut self) -> String {
        self.receive("window/logMessage").await["message"].as_str().expect("a message").to_owned()
    }

    async fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&wanted) {
            return self.waiting.remove(at).expect("just found");
        }
        loop {
            let message = timeout(PATIENCE, self.from_server.recv())
                .await
                .unwrap_or_else(|_| panic!("the server is silent; unread so far: {:?}", self.waiting))
                .expect("the server is there");
            if wanted(&message) {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    pub async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub async fn change(&mut self, uri: &str, version: i32, changes: Value) {
        self.notify("textDocument/didChange", did_change(uri, version, changes)).await;
    }

    /// The server's own view of the text.
    pub async fn text(&mut self, uri: &str) -> Value {
        self.request("heaplight/text", json!({ "textDocument": { "uri": uri } })).await["result"]["text"].clone()
    }

    pub async fn hover(&mut self, uri: &str, line: u32, character: u32) -> Value {
        self.request("textDocument/hover", place(uri, line, character)).await
    }

    /// Closes the pipe and waits for the exit code.
    pub async fn hang_up(self) -> u8 {
        drop(self.to_server);
        timeout(PATIENCE, self.server).await.expect("the server ends").expect("without a panic")
    }

    /// Waits for the exit code with the pipe still open.
    pub async fn exit_code(self) -> u8 {
        timeout(PATIENCE, self.server).await.expect("the server ends").expect("without a panic")
    }
}

pub fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

pub fn did_change(uri: &str, version: i32, changes: Value) -> Value {
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes })
}

pub fn place(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

pub fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let place = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
    json!({ "start": place(start), "end": place(end) })
}

pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

async fn read_messages(pipe: DuplexStream, sender: mpsc::UnboundedSender<Value>) {
    let mut pipe = BufReader::new(pipe);
    loop {
        let mut length = 0;
        loop {
            let mut header = String::new();
            if pipe.read_line(&mut header).await.unwrap_or(0) == 0 {
                return;
            }
            match header.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().expect("a length"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        if pipe.read_exact(&mut body).await.is_err() {
            return;
        }
        if sender.send(serde_json::from_slice(&body).expect("JSON")).is_err() {
            return;
        }
    }
}
