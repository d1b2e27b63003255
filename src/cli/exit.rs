use std::{
    io::{self, Write},
    process::ExitCode,
};

use crate::project::ProblemKind;

/// How the program ends. The worst of several counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Exit {
    Clean,
    /// There are findings of severity warning or error.
    Findings,
    /// Wrong usage or configuration, or something could not be read.
    Failure,
    /// heaplight itself is wrong.
    Bug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failure => 2,
            Exit::Bug => 101,
        })
    }
}

/// What a problem means for how the program ends.
pub(super) fn of(problem: ProblemKind) -> Exit {
    match problem {
        ProblemKind::Nothing => Exit::Clean,
        ProblemKind::Unreadable => Exit::Failure,
        ProblemKind::Internal => Exit::Bug,
    }
}

/// Why there is no result at all.
#[derive(Debug)]
pub(super) enum Failure {
    /// What the user asked for cannot be done: one line that says so.
    Message(String),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    pub(super) fn report(&self, err: &mut dyn Write) -> Exit {
        let told = match self {
            Self::Message(message) => error(err, message),
            // `heaplight check | head`: nobody listens any more.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Self::Output(cause) => error(err, &format!("cannot write the output: {cause}")),
        };
        // Where even that cannot be written, the exit code alone tells it.
        told.map_or(Exit::Failure, |()| Exit::Failure)
    }
}

/// An error for each line, on the error stream: a configuration file may have several mistakes.
pub(super) fn error(err: &mut dyn Write, message: &str) -> io::Result<()> {
    message.lines().try_for_each(|line| writeln!(err, "{RED}error{RESET}: {line}"))
}

pub(super) fn warning(err: &mut dyn Write, message: &str) -> io::Result<()> {
    writeln!(err, "{YELLOW}warning{RESET}: {message}")
}

pub(super) fn note(err: &mut dyn Write, message: &str) -> io::Result<()> {
    writeln!(err, "{CYAN}note{RESET}: {message}")
}

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const CYAN: &str = "\x1b[1;36m";
const RESET: &str = "\x1b[0m";
