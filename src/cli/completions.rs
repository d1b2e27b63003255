use std::io::Write;

use clap_complete::Shell;

use super::exit::{Exit, Failure};

/// Print what a shell needs to complete heaplight's arguments
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::command(), "heaplight", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Clean)
}
