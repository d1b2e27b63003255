//! The command line: arguments, one file per subcommand, exit codes.

mod caching;
mod check;
mod clean;
mod completions;
mod config;
mod exit;
mod explain;
mod facts;
mod fixing;
mod graph;
mod inputs;
mod known;
mod man;
mod progress;
mod rules;
mod server;
mod show;
mod single;
mod stats;
mod trace;
mod unfinished;
mod watch;

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use clap::{
    CommandFactory, Parser, Subcommand,
    error::{ContextKind, ContextValue},
};

use exit::{Exit, Failure};

/// Shows what Python code does to memory, before it runs.
#[derive(Parser, Debug)]
#[command(name = "heaplight", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Check(check::Arguments),
    Trace(trace::Arguments),
    Facts(facts::Arguments),
    Show(show::Arguments),
    Graph(graph::Arguments),
    Server(server::Arguments),
    Stats(stats::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Config(config::Arguments),
    Clean(clean::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// All arguments, as data.
fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program on its arguments.
#[must_use]
pub fn main() -> ExitCode {
    let Arguments { command } = Arguments::try_parse().unwrap_or_else(|error| explain(error).exit());
    if let Command::Server(arguments) = command {
        return server::run(&arguments);
    }
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let mut err = anstream::stderr();
    let result = run(&command, &mut out, &mut err).and_then(|exit| Ok(out.flush().map(|()| exit)?));
    result.unwrap_or_else(|failure| failure.report(&mut err)).into()
}

/// `heaplight src` is what people try first.
fn explain(mut error: clap::Error) -> clap::Error {
    let given = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(given)) if Path::new(given).exists() => given.clone(),
        _ => return error,
    };
    let tip = format!("to check it: heaplight check {given}");
    error.remove(ContextKind::SuggestedSubcommand);
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    error
}

fn run(command: &Command, out: &mut dyn Write, err: &mut dyn Write) -> Result<Exit, Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments, out, err),
        Command::Trace(arguments) => trace::run(arguments, out, err),
        Command::Facts(arguments) => facts::run(arguments, out, err),
        Command::Show(arguments) => show::run(arguments, out, err),
        Command::Graph(arguments) => graph::run(arguments, out, err),
        Command::Stats(arguments) => stats::run(arguments, out, err),
        Command::Explain(arguments) => explain::run(arguments, out),
        Command::Config(arguments) => config::run(arguments, out, err),
        Command::Rules(arguments) => rules::run(arguments, out),
        Command::Clean(arguments) => clean::run(arguments, err),
        Command::Completions(arguments) => completions::run(arguments, out),
        Command::Man(arguments) => man::run(arguments, out),
        Command::Server(_) => Ok(Exit::Clean),
    }
}
