use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::exit::{Exit, Failure};

/// Print the manual page, or write it and those of the subcommands into a folder
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    /// Write `heaplight.1`, `heaplight-check.1` and the others here.
    #[arg(long, value_name = "FOLDER")]
    output_dir: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<Exit, Failure> {
    match &arguments.output_dir {
        None => clap_mangen::Man::new(super::command()).render(&mut *out)?,
        Some(folder) => write_all(folder)
            .map_err(|error| Failure::Message(format!("cannot write into {}: {error}", folder.display())))?,
    }
    Ok(Exit::Clean)
}

fn write_all(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(super::command(), folder)
}
