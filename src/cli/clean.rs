use std::io::Write;

use super::{
    caching::CachePlace,
    exit::{Exit, Failure},
};

/// Remove the results of earlier runs from the disk
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: CachePlace,
}

pub(super) fn run(arguments: &Arguments, err: &mut dyn Write) -> Result<Exit, Failure> {
    if let Some(folder) = arguments.place.remove()? {
        writeln!(err, "Removed {}.", folder.display())?;
    }
    Ok(Exit::Clean)
}
