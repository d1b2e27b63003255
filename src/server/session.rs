//! What the server keeps between messages: open texts and settings. Nothing else.

use std::{
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use dashmap::DashMap;
use tokio::time::timeout;
use tower_lsp_server::{
    Client,
    jsonrpc::{Error, ErrorCode, Result},
    ls_types::{ClientCapabilities, Diagnostic, MessageType, Uri},
};

use super::{
    analysis::{Analysis, Analyze},
    features::Features,
    options::Options,
    publish::{self, Scheduled},
    snapshot::Snapshot,
    to_lsp,
    worker::Workers,
};

/// How long a client may take to answer a request of ours.
const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// A request that takes longer is given up, so that stuck work never holds the message loop's slots.
const ANALYSIS_PATIENCE: Duration = Duration::from_secs(20);

/// `RequestFailed` of LSP 3.17.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

pub(super) struct Session {
    client: Client,
    analyze: Analyze,
    workers: Workers,
    /// No guard of this map lives across an await or a second access: [`Self::snapshot`] clones and lets go.
    documents: DashMap<Uri, Document>,
    state: RwLock<State>,
    publishing: tokio::sync::Mutex<()>,
    shut_down: AtomicBool,
}

struct State {
    features: Features,
    options: Arc<Options>,
    /// Complaints about the initial settings: nothing may be logged before `initialized`.
    kept: Vec<String>,
}

struct Document {
    snapshot: Arc<Snapshot>,
    /// Held for its drop: the next version, or the end of the document, takes the running analysis off its thread.
    _diagnostics: Scheduled,
}

impl Session {
    pub(super) fn new(client: Client, analyze: Analyze) -> Self {
        Self {
            client,
            analyze,
            workers: Workers::new(),
            documents: DashMap::new(),
            state: RwLock::new(State {
                features: Features::of(&ClientCapabilities::default()),
                options: Arc::default(),
                kept: Vec::new(),
            }),
            publishing: tokio::sync::Mutex::new(()),
            shut_down: AtomicBool::new(false),
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn features(&self) -> Features {
        self.read().features
    }

    pub(super) fn options(&self) -> Arc<Options> {
        self.read().options.clone()
    }

    pub(super) fn set_features(&self, features: Features) {
        self.write().features = features;
    }

    pub(super) fn set_options(&self, options: Options) {
        self.write().options = Arc::new(options);
    }

    pub(super) fn keep_for_later(&self, complaints: Vec<String>) {
        self.write().kept = complaints;
    }

    pub(super) fn log_what_was_kept(&self) {
        let kept = std::mem::take(&mut self.write().kept);
        for complaint in kept {
            self.log(complaint);
        }
    }

    pub(super) fn note_shutdown(&self) {
        self.shut_down.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::Relaxed)
    }

    pub(super) fn snapshot(&self, uri: &Uri) -> Option<Arc<Snapshot>> {
        self.documents.get(uri).map(|document| document.snapshot.clone())
    }

    /// The snapshot a request is about; a request about a text that is not open is logged.
    pub(super) fn known_snapshot(&self, uri: &Uri, request: &str) -> Option<Arc<Snapshot>> {
        let snapshot = self.snapshot(uri);
        if snapshot.is_none() {
            self.log(format!("{request} in {}, which is not open", uri.as_str()));
        }
        snapshot
    }

    fn is_newest(&self, uri: &Uri, snapshot: &Arc<Snapshot>) -> bool {
        self.snapshot(uri).is_some_and(|newest| Arc::ptr_eq(&newest, snapshot))
    }

    /// Makes `snapshot` the text of `uri`, and its diagnostics follow after `delay`.
    pub(super) fn put(self: &Arc<Self>, uri: &Uri, snapshot: Snapshot, delay: Duration) {
        let snapshot = Arc::new(snapshot);
        // The entry is locked meanwhile: a quick analysis must not find the old snapshot and hold itself for outdated.
        let entry = self.documents.entry(uri.clone());
        let diagnostics = publish::schedule(self.clone(), uri.clone(), snapshot.clone(), delay);
        entry.insert(Document { snapshot, _diagnostics: diagnostics });
    }

    pub(super) fn remove(&self, uri: &Uri) -> bool {
        self.documents.remove(uri).is_some()
    }

    /// Analyses every open text again: the settings have changed.
    pub(super) fn start_afresh(self: &Arc<Self>) {
        let open: Vec<_> = self.documents.iter().map(|entry| (entry.key().clone(), entry.snapshot.clone())).collect();
        for (uri, snapshot) in open {
            self.put(&uri, snapshot.afresh(), Duration::ZERO);
        }
    }

    /// The analysis of a snapshot. Whoever asks first has it made; when that one is cancelled, the next in line does.
    pub(super) async fn analysis(&self, snapshot: &Arc<Snapshot>) -> Result<Arc<Analysis>> {
        let make = || {
            let (snapshot, options, analyze) = (snapshot.clone(), self.options(), self.analyze);
            self.workers.run(move |cancel| {
                let configuration = options.configuration(snapshot.path.as_deref());
                Arc::new(analyze(snapshot.source(), &configuration, cancel))
            })
        };
        match timeout(ANALYSIS_PATIENCE, snapshot.analysis.get_or_try_init(make)).await {
            Ok(analysis) => analysis.cloned(),
            Err(_) => Err(Error {
                code: REQUEST_FAILED,
                message: format!("gave up after {} s", ANALYSIS_PATIENCE.as_secs()).into(),
                data: None,
            }),
        }
    }

    /// Sends the diagnostics of a snapshot, unless a newer one is there. The lock keeps check and sending together.
    pub(super) async fn publish(&self, uri: Uri, snapshot: &Arc<Snapshot>, analysis: &Analysis) {
        let _turn = self.publishing.lock().await;
        if self.is_newest(&uri, snapshot) {
            let diagnostics = to_lsp::diagnostics(&uri, snapshot, analysis, self.features());
            self.client.publish_diagnostics(uri, diagnostics, Some(snapshot.version)).await;
        }
    }

    /// Takes the diagnostics of a closed text away, unless it was opened again.
    pub(super) async fn publish_none(&self, uri: Uri) {
        let _turn = self.publishing.lock().await;
        if self.snapshot(&uri).is_none() {
            self.client.publish_diagnostics(uri, Vec::<Diagnostic>::new(), None).await;
        }
    }

    /// Tells the client's log. Spawned, so that it can be called where nothing may be awaited.
    pub(super) fn log(&self, message: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.log_message(MessageType::WARNING, message).await });
    }

    /// Asks the client to fetch its hints again. Spawned: a handler that awaits the client can stop the message loop.
    pub(super) fn refresh_hints(&self) {
        if self.features().hint_refresh {
            let client = self.client.clone();
            tokio::spawn(async move { timeout(CLIENT_PATIENCE, client.inlay_hint_refresh()).await });
        }
    }
}
