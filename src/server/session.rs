//! What the server keeps between messages: open texts and settings. Nothing else.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use dashmap::{DashMap, Entry};
use serde_json::json;
use tokio::time::timeout;
use tower_lsp_server::{
    Client,
    jsonrpc::{Error, ErrorCode, Result},
    ls_types::{ClientCapabilities, Diagnostic, MessageType, Registration, Uri},
};

use super::{
    analysis::{self, Analysis, Analyze, Annotations, Heap},
    asked::Asked,
    cells::{Cells, Part},
    features::Features,
    options::Options,
    publish::{self, Scheduled},
    shown::Shown,
    snapshot::Snapshot,
    to_lsp,
    worker::{Cancel, Workers},
    workspace::Workspace,
};
use crate::{
    annotations::HintLevel,
    config::{self, Settings},
    facts::FunctionFacts,
    project::{Configuration, Lookup, Pages},
    rules,
    text::Span,
};

/// How long a client may take to answer a request of ours.
const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// A request that takes longer is given up, so that stuck work never holds the message loop's slots.
const ANALYSIS_PATIENCE: Duration = Duration::from_secs(20);

/// So many versions of a text are kept for their hints.
const GOOD: usize = 3;

/// `RequestFailed` of LSP 3.17.
const REQUEST_FAILED: ErrorCode = ErrorCode::ServerError(-32803);

pub(super) struct Session {
    client: Client,
    analyze: Analyze,
    workers: Workers,
    /// No guard of this map lives across an await or a second access: [`Self::snapshot`] clones and lets go.
    documents: DashMap<Uri, Document>,
    notebooks: Mutex<Vec<(Uri, Cells)>>,
    state: RwLock<State>,
    configurations: Mutex<Lookup>,
    publishing: tokio::sync::Mutex<()>,
    shut_down: AtomicBool,
    workspace: Arc<Workspace>,
    pages: Pages,
}

struct State {
    features: Features,
    options: Arc<Options>,
    shown: Arc<Shown>,
    /// Complaints about the initial settings: nothing may be logged before `initialized`.
    kept: Vec<String>,
}

struct Document {
    snapshot: Arc<Snapshot>,
    /// The last versions that could be parsed, the newest first. Its hints stay while a line is half typed; those of all
    /// of them are there again when what was typed is taken back.
    good: Vec<Arc<Snapshot>>,
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
            notebooks: Mutex::default(),
            state: RwLock::new(State {
                features: Features::of(&ClientCapabilities::default()),
                options: Arc::default(),
                shown: Arc::default(),
                kept: Vec::new(),
            }),
            configurations: Mutex::new(Self::lookup(&Options::default())),
            publishing: tokio::sync::Mutex::new(()),
            shut_down: AtomicBool::new(false),
            workspace: Arc::default(),
            pages: Pages::default(),
        }
    }

    /// Pages of rules, for the client to open.
    pub(super) fn pages(&self) -> &Pages {
        &self.pages
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn workers(&self) -> &Workers {
        &self.workers
    }

    pub(super) fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
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
        let mut state = self.write();
        // What a command has chosen stays until the setting says something new.
        if state.options.hints != options.hints {
            let mut shown = (*state.shown).clone();
            shown.set_workspace_level((options.hints != HintLevel::default()).then_some(options.hints));
            state.shown = Arc::new(shown);
        }
        state.options = Arc::new(options);
        drop(state);
        self.forget_configurations();
    }

    pub(super) fn shown(&self) -> Arc<Shown> {
        self.read().shown.clone()
    }

    /// The level of hints in a file.
    pub(super) fn level(&self, uri: &Uri, analysis: &Analysis) -> HintLevel {
        self.read().shown.level(uri, analysis.hint_level)
    }

    /// Changes which hints are shown, and has them fetched again.
    pub(super) fn change_shown(&self, change: impl FnOnce(&mut Shown) -> bool) -> bool {
        let mut shown = (*self.shown()).clone();
        let answer = change(&mut shown);
        self.write().shown = Arc::new(shown);
        self.refresh_hints();
        answer
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

    /// What a request is about; a request about a text that is not open is logged.
    pub(super) fn asked(&self, uri: &Uri, request: &str) -> Option<Asked> {
        if let Some(notebook) = self.notebook_of(uri) {
            let snapshot = self.snapshot(&notebook)?;
            return Asked::cell(notebook, snapshot, uri);
        }
        let snapshot = self.snapshot(uri);
        if snapshot.is_none() {
            self.log(format!("{request} in {}, which is not open", uri.as_str()));
        }
        snapshot.map(|snapshot| Asked::text(uri.clone(), snapshot))
    }

    fn notebook_of(&self, cell: &Uri) -> Option<Uri> {
        self.notebooks()
            .iter()
            .find(|(_, cells)| cells.uris().any(|uri| uri == cell))
            .map(|(notebook, _)| notebook.clone())
    }

    /// The open notebooks with their cells: few, most often none.
    pub(super) fn notebooks(&self) -> MutexGuard<'_, Vec<(Uri, Cells)>> {
        self.notebooks.lock().unwrap_or_else(PoisonError::into_inner)
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
        let good = match &entry {
            Entry::Occupied(known) => known.get().good.clone(),
            Entry::Vacant(_) => Vec::new(),
        };
        entry.insert(Document { snapshot, good, _diagnostics: diagnostics });
    }

    /// The last version that could be parsed, which is this one if it can.
    pub(super) fn last_good(&self, uri: &Uri, snapshot: &Arc<Snapshot>, parses: bool) -> Option<Arc<Snapshot>> {
        let mut document = self.documents.get_mut(uri)?;
        if parses && Arc::ptr_eq(&document.snapshot, snapshot) {
            document.good.retain(|good| good.text != snapshot.text);
            document.good.insert(0, snapshot.clone());
            document.good.truncate(GOOD);
        }
        document.good.first().cloned()
    }

    /// The last version of which hints were asked and that could be parsed.
    pub(super) fn good(&self, uri: &Uri) -> Option<Arc<Snapshot>> {
        self.documents.get(uri)?.good.first().cloned()
    }

    /// One of these versions, with the same text. From now on it is the last one.
    pub(super) fn good_again(&self, uri: &Uri, text: &str) -> Option<Arc<Snapshot>> {
        let mut document = self.documents.get_mut(uri)?;
        let same = document.good.iter().position(|good| *good.text == *text)?;
        document.good[..=same].rotate_right(1);
        document.good.first().cloned()
    }

    pub(super) fn remove(&self, uri: &Uri) -> bool {
        self.documents.remove(uri).is_some()
    }

    /// Analyses every open text again: the settings have changed.
    pub(super) fn start_afresh(self: &Arc<Self>) {
        let open: Vec<_> = self.documents.iter().map(|entry| (entry.key().clone(), entry.snapshot.clone())).collect();
        for (uri, snapshot) in open {
            self.documents.alter(&uri, |_, document| Document { good: Vec::new(), ..document });
            self.put(&uri, snapshot.afresh(), Duration::ZERO);
        }
    }

    /// The analysis of a snapshot. Whoever asks first has it made; when that one is cancelled, the next in line does.
    pub(super) async fn analysis(self: &Arc<Self>, snapshot: &Arc<Snapshot>) -> Result<Arc<Analysis>> {
        let make = || {
            let (session, snapshot) = (self.clone(), snapshot.clone());
            self.workers.run(move |cancel| {
                let configuration = session.configuration(&snapshot);
                let before = snapshot.memory.recall(&configuration);
                let analysis = (session.analyze)(snapshot.source(), &configuration, before.as_ref(), cancel);
                if let Some(basis) = &analysis.basis {
                    snapshot.memory.remember(&configuration, basis);
                }
                Arc::new(analysis)
            })
        };
        match timeout(ANALYSIS_PATIENCE, snapshot.analysis.get_or_try_init(make)).await {
            Ok(analysis) => analysis.cloned(),
            Err(_) => Err(gave_up()),
        }
    }

    /// All annotations of a snapshot.
    pub(super) async fn annotations(self: &Arc<Self>, snapshot: &Arc<Snapshot>) -> Result<Arc<Annotations>> {
        let analysis = self.analysis(snapshot).await?;
        let make = || self.workers.run(move |_| Arc::new((analysis.annotate)(None)));
        match timeout(ANALYSIS_PATIENCE, snapshot.annotations.get_or_try_init(make)).await {
            Ok(annotations) => annotations.cloned(),
            Err(_) => Err(gave_up()),
        }
    }

    /// Annotations of a place, and of others perhaps: enough for the hints there.
    pub(super) async fn annotations_in(
        self: &Arc<Self>,
        snapshot: &Arc<Snapshot>,
        place: Span,
    ) -> Result<Arc<Annotations>> {
        if let Some(all) = snapshot.annotations.get() {
            return Ok(all.clone());
        }
        let place = snapshot.whole_lines(place);
        if !snapshot.is_long() {
            return self.annotations(snapshot).await;
        }
        let seen = snapshot.in_sight.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, seen)) = seen.filter(|(seen, _)| seen.start <= place.start && place.end <= seen.end) {
            return Ok(seen);
        }
        let analysis = self.analysis(snapshot).await?;
        let making = self.workers.run(move |_| Arc::new((analysis.annotate)(Some(place))));
        let made = timeout(ANALYSIS_PATIENCE, making).await.map_err(|_| gave_up())??;
        *snapshot.in_sight.lock().unwrap_or_else(PoisonError::into_inner) = Some((place, made.clone()));
        Ok(made)
    }

    /// An analysis that nobody else waits for.
    pub(super) fn analyze(&self, snapshot: &Snapshot, configuration: &Configuration, cancel: &Cancel) -> Analysis {
        (self.analyze)(snapshot.source(), configuration, None, cancel)
    }

    /// What is proved of the functions of a snapshot.
    pub(super) async fn functions(self: &Arc<Self>, snapshot: &Arc<Snapshot>) -> Result<Arc<Vec<FunctionFacts>>> {
        let make = || {
            let (session, snapshot) = (self.clone(), snapshot.clone());
            self.workers.run(move |_| {
                let configuration = session.configuration(&snapshot);
                Arc::new(analysis::functions(snapshot.source(), &configuration.settings))
            })
        };
        snapshot.functions.get_or_try_init(make).await.cloned()
    }

    /// The heap when a line of an open text has run.
    pub(super) async fn heap_at(self: &Arc<Self>, uri: &Uri, line: u32) -> Result<Option<Heap>> {
        let Some(asked) = self.asked(uri, "the heap") else { return Ok(None) };
        let (session, snapshot, line) = (self.clone(), asked.snapshot.clone(), asked.line(line));
        let work = move |_: &Cancel| {
            let configuration = session.configuration(&snapshot);
            analysis::heap_at(snapshot.source(), &configuration.settings, line)
        };
        self.workers.run(work).await
    }

    /// Sends the diagnostics of a snapshot, unless a newer one is there. The lock keeps check and sending together.
    pub(super) async fn publish(&self, uri: Uri, snapshot: &Arc<Snapshot>, analysis: &Analysis) {
        let _turn = self.publishing.lock().await;
        // No client asks for the diagnostics of cells.
        if self.features().pulls_diagnostics && snapshot.cells().is_empty() {
            return;
        }
        if self.is_newest(&uri, snapshot) {
            let texts: Vec<(Asked, i32)> = match snapshot.cells() {
                [] => vec![(Asked::text(uri.clone(), snapshot.clone()), snapshot.version)],
                cells => {
                    let asked = |part: &Part| Asked::cell(uri.clone(), snapshot.clone(), &part.uri);
                    cells.iter().filter_map(|part| Some((asked(part)?, part.version))).collect()
                }
            };
            for (text, version) in texts {
                let diagnostics = to_lsp::diagnostics(&text, analysis, self.features());
                self.client.publish_diagnostics(text.uri(), diagnostics, Some(version)).await;
            }
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

    /// Asks the client to ask for its diagnostics again.
    pub(super) fn refresh_diagnostics(&self) {
        if self.features().diagnostic_refresh {
            let client = self.client.clone();
            tokio::spawn(async move { timeout(CLIENT_PATIENCE, client.workspace_diagnostic_refresh()).await });
        }
    }

    /// Shows the user a message.
    pub(super) fn tell(&self, message: &str) {
        let (client, message) = (self.client.clone(), message.to_owned());
        tokio::spawn(async move { client.show_message(MessageType::INFO, message).await });
    }

    /// Asks the client to tell of changes of `pyproject.toml`.
    pub(super) fn watch_configurations(&self) {
        if self.features().watches_files {
            let client = self.client.clone();
            let watcher = Registration {
                id: "configurations".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: Some(json!({ "watchers": [{ "globPattern": "**/*.toml" }] })),
            };
            tokio::spawn(async move { timeout(CLIENT_PATIENCE, client.register_capability(vec![watcher])).await });
        }
    }

    /// What the configuration files said is to be read again.
    pub(super) fn forget_configurations(&self) {
        self.forget_complaints();
        *self.configurations() = Self::lookup(&self.options());
    }

    fn configurations(&self) -> MutexGuard<'_, Lookup> {
        self.configurations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lookup(options: &Options) -> Lookup {
        let said = config::Options { target_version: options.target_version, ..config::Options::default() };
        Lookup::new(said, rules::names())
    }

    /// What the nearest `pyproject.toml` and the client say of a text. Reads files: for worker threads.
    fn configuration(&self, snapshot: &Snapshot) -> Arc<Configuration> {
        self.configuration_of(&snapshot.path)
    }

    /// The configuration leaves the file out.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.configurations().excludes(path)
    }

    pub(super) fn configuration_of(&self, path: &Path) -> Arc<Configuration> {
        let found = self.configurations().of_file(path);
        found.unwrap_or_else(|problem| {
            self.complain(&problem);
            let mut settings = Settings::default();
            settings.target_version = self.options().target_version.unwrap_or(settings.target_version);
            Arc::new(Configuration { settings, ..Configuration::default() })
        })
    }
}

fn gave_up() -> Error {
    let message = format!("gave up after {} s", ANALYSIS_PATIENCE.as_secs()).into();
    Error { code: REQUEST_FAILED, message, data: None }
}
